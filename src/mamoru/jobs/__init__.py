"""The main job: from a bare image or a workspace to where it stands.

In: a path, a day, the standards asked for. Out: a `Report` for each product. Joins the phases and
the four words; every face calls it and presents what it gives.
"""

from mamoru.jobs.check.examine import examine
from mamoru.jobs.check.image import examine_image
from mamoru.jobs.check.workspace import examine_workspace
from mamoru.jobs.wish import Wish
from mamoru.product.places import is_workspace, workspace_root

__all__ = ["Wish", "examine", "examine_image", "examine_workspace", "is_workspace", "workspace_root"]
