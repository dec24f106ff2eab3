"""Documents and records of a workspace, wherever they are kept: the seam under command line, web and git.

Four verbs: `read` a document with its revision, `replace` that revision, `keep` an immutable record, and
`names` of what is there. `FolderStore` is the workspace folder itself. No framework, no phase.
"""

from mamoru.document_store.document import Document, DocumentStore, Revision, Stale, changed
from mamoru.document_store.folder_store import FolderStore

__all__ = ["Document", "DocumentStore", "FolderStore", "Revision", "Stale", "changed"]
