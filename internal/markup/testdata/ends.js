a("</SCRIPT>")
