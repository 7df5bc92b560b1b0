"""PyCF_ALLOW_TOP_LEVEL_AWAIT allows `await` in the module's own block only."""
FLAG = 0x2000
for source in (
    "await x", "[x async for x in y]", "[await x for x in y]", "(await x for x in y)", "[[x async for x in y] for z in w]",
    "async for x in y: pass\n", "async with x: pass\n", "def f(a=await x): pass\n", "@(await x)\ndef f(): pass\n",
    "def f(): await x\n", "lambda: await x", "lambda: [x async for x in y]", "def f():\n async for x in y: pass\n",
    "class A: await x\n", "class A:\n [x async for x in y]\n", "type A = [await x for x in y]", "async def f[T = [await x for x in y]](): pass\n",
):
    for flags in (0, FLAG):
        try:
            print(ascii(source), flags, compile(source, "<f>", "exec", flags).co_flags & 0x80)
        except SyntaxError as e:
            print(ascii(source), flags, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
