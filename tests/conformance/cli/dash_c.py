placeholder = "run by dash_c.cmd"
