"""The machine that every kind of work runs on: cases, flows, the ledger, clocks, figures. It knows no proposal."""
