import asyncio


def job(n):
    return sum(i * i for i in range(n))


async def main():
    tasks = [asyncio.create_task(asyncio.to_thread(job, n)) for n in range(0, 300, 10)]
    done, pending = await asyncio.wait(tasks)
    print(len(done), len(pending))
    print([t.result() for t in tasks][:6], sum(t.result() for t in tasks))
    try:
        await asyncio.to_thread(job)
    except TypeError as e:
        print(e)
    try:
        await asyncio.to_thread()
    except TypeError as e:
        print(type(e).__name__)


asyncio.run(main())
