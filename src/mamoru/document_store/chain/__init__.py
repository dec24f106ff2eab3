"""The chain of a workspace's records: each names what its writer knew, a small head file a writer counts them.

In: the folders of immutable records (`places.RECORDS`) and `.mamoru/heads/`. Out: a record kept with its
link (`Chain.keep`), which records of a folder count and why others do not (`counted`), and everything that is
wrong (`whole`). Two true histories merge by union; a record that was altered, removed or put in is told.
"""

from mamoru.document_store.chain.acknowledging import Acknowledgement, Known
from mamoru.document_store.chain.chain import Chain
from mamoru.document_store.chain.counting import Counted, counted
from mamoru.document_store.chain.link import Link

__all__ = ["Acknowledgement", "Chain", "Counted", "Known", "Link", "counted"]
