"""Phase 2, design and development (設計・開発): measures 3 and 4.

Its document checks in `checks/` read `product.yaml`: users, assets, risks, decisions.
"""
