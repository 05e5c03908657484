# Two short walks and a rest, written by hand: forward, sideways.
% a second kind of comment

@problemName Walk
@TimeStamps false
@missing false
@univariate false
@dimensions 2
@equalLength false
@classLabel true walk rest

@data
0.5,-1.25,2e-3:1,2,3:walk
# a comment between the cases
0,0.0:-0,1e1:rest

7:8:?
