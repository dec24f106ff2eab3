"""Reports: one form a file (`terminal`, `html`, `json`, `sarif`), each a function of a `Report`."""
