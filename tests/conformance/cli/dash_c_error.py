placeholder = "run by dash_c_error.cmd"
