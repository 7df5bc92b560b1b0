

   
	
# x

a


  
if a:


    b
   

    c


