"""The main job: from a bare image or a workspace to where it stands.

In: a path, a day, the standards asked for. Out: a `Report` for each product. Joins the phases and
the four words; every face calls it and presents what it gives.
"""

from mamoru.examination.examine import examine
from mamoru.examination.image import examine_image
from mamoru.examination.places import is_workspace, workspace_root
from mamoru.examination.wish import Wish
from mamoru.examination.workspace import examine_workspace

__all__ = ["Wish", "examine", "examine_image", "examine_workspace", "is_workspace", "workspace_root"]
