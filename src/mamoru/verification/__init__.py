"""Phase 3, verification (検証): measure 5.

`firmware` opens images and names what is inside; `checks/` look for weaknesses in them and read the
verification plan and the results of tests by hand.
"""
