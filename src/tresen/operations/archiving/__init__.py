"""The archive: plain files of every closing, chained by hashes, readable for ten years without the program."""
