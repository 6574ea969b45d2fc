using Axle.Agents.Definition;
using Axle.Agents.Standing;
using Axle.Agents.Tests.Support;
using Axle.Workflows.InMemory;

namespace Axle.Agents.Tests.Standing;

public sealed class AgentBookTests
{
    private static readonly AgentDefinition Clerk = Crew.Agent("clerk", limits: new AgentLimits { Concurrency = 2, Waiting = 1 });

    private readonly ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_waits_for_a_place_and_is_sent_away_when_too_much_waits()
    {
        var book = new AgentBook(_time);
        using var first = await book.BeginAsync(Clerk, "a", 0, Token);
        using var second = await book.BeginAsync(Clerk, "b", 0, Token);
        var third = book.BeginAsync(Clerk, "c", 0, Token).AsTask();
        third.IsCompleted.ShouldBeFalse();
        (book.StandingOf(Clerk).Working, book.StandingOf(Clerk).Waiting, book.StandingOf(Clerk).IsFull).ShouldBe((2, 1, true));

        var error = (await Should.ThrowAsync<AxleException>(async () => await book.BeginAsync(Clerk, "d", 0, Token))).Error;
        (error.Kind, error.RetryAfter).ShouldBe((ErrorKind.Overloaded, TimeSpan.FromSeconds(1)));

        await first.SucceedAsync();
        using var let = await third;
        (book.StandingOf(Clerk).Working, book.StandingOf(Clerk).Waiting).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_line()
    {
        var book = new AgentBook(_time);
        using var first = await book.BeginAsync(Clerk, "a", 0, Token);
        using var second = await book.BeginAsync(Clerk, "b", 0, Token);
        using var giveUp = new CancellationTokenSource();
        var third = book.BeginAsync(Clerk, "c", 0, giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(third);
        (book.StandingOf(Clerk).Working, book.StandingOf(Clerk).Waiting).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Two_hundred_pieces_of_work_at_once_never_exceed_the_places()
    {
        var agent = Crew.Agent("busy", limits: new AgentLimits { Concurrency = 8, Waiting = 200 });
        var book = new AgentBook(TimeProvider.System);
        var (now, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            using var work = await book.BeginAsync(agent, $"w{i}", 0, Token);
            var working = Interlocked.Increment(ref now);
            InterlockedMax(ref most, working);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            await work.SucceedAsync();
        }, Token)));
        most.ShouldBeInRange(1, 8);
        (book.StandingOf(agent).Working, book.StandingOf(agent).Waiting).ShouldBe((0, 0));
    }

    [Fact]
    public async Task An_agent_that_is_back_is_tried_with_one_piece_of_work()
    {
        var book = new AgentBook(_time);
        await FailAsync(book, 3);
        book.StandingOf(Clerk).IsOut.ShouldBeTrue();
        _time.Pass(TimeSpan.FromSeconds(5));
        book.StandingOf(Clerk).IsOut.ShouldBeFalse();
        using (var trial = await book.BeginAsync(Clerk, "trial", 0, Token))
        {
            book.StandingOf(Clerk).IsOut.ShouldBeTrue();
            await trial.SucceedAsync();
        }

        book.StandingOf(Clerk).IsOut.ShouldBeFalse();
    }

    [Fact]
    public async Task Other_processes_hear_that_an_agent_is_out_and_that_it_is_back()
    {
        var disk = new MemoryDisk();
        using var store = new MemoryRunStore(disk, "one");
        var book = new AgentBook(_time, new AgentHealthShelf(() => store, _time));
        await FailAsync(book, 3);

        using var elsewhere = new MemoryRunStore(disk, "two");
        var other = new AgentBook(_time, new AgentHealthShelf(() => elsewhere, _time));
        await other.LoadAsync();
        other.StandingOf(Clerk).IsOut.ShouldBeTrue();
        other.StandingOf(Clerk).Health.LastFault.ShouldBe(ErrorKind.Network);

        _time.Pass(TimeSpan.FromSeconds(6));
        using (var work = await other.BeginAsync(Clerk, "w", 0, Token))
            await work.SucceedAsync();
        var third = new AgentBook(_time, new AgentHealthShelf(() => store, _time));
        await third.LoadAsync();
        third.StandingOf(Clerk).Health.IsOnTrial.ShouldBeFalse();
    }

    private static async Task FailAsync(AgentBook book, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var work = await book.BeginAsync(Clerk, "w", 0, Token);
            await work.FailAsync(ErrorKind.Network);
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen;)
        {
            var before = Interlocked.CompareExchange(ref most, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }
}
