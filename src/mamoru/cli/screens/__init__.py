"""What commands write on a terminal where no report is made: one screen a file, values to lines."""
