"""First data: the SOP as data, reference data, the first accounts and the demonstration year."""
