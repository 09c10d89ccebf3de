"""Reading a draft in a trial group, and what its readers remark at the blocks. No answer, progress or figure comes from it."""
