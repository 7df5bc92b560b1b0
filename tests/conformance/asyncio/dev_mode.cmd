-X
dev
dev_mode.py