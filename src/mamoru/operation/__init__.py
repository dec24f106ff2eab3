"""Phase 4, operation and maintenance (運用・保守): measure 6.

Its document checks in `checks/` read support period, contact windows, user information, watch.
"""
