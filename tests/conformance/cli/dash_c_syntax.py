placeholder = "run by dash_c_syntax.cmd"
