placeholder = "run by dash_m_package.cmd"
