placeholder = "run by stdin_script.cmd"
