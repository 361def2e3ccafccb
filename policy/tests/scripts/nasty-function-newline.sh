f()
{
  tool a
}
f
