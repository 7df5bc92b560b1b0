placeholder = "run by missing_file.cmd"
