"""Phase 1, policy and organisation (方針・体制構築): measures 1 and 2.

Its document checks in `checks/` read `maker.yaml`: policy, education, roles, stakeholders.
"""
