-m
dash_m_fails