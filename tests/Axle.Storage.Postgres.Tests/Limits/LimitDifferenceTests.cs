using Axle.Models.Limits;

namespace Axle.Storage.Postgres.Tests.Limits;

/// <summary>The functions of the database and the windows in memory are written twice and must be one.</summary>
public sealed class LimitDifferenceTests
{
    private static readonly LimitRule[][] Claims =
    [
        [new("key", TimeSpan.FromMinutes(1), 6, 2_000)],
        [new("tokens", TimeSpan.FromMinutes(1), null, 2_000)],
        [new("calls", TimeSpan.FromHours(1), 30, null)],
        [new("user", TimeSpan.FromMinutes(1), 4, null), new("hour", TimeSpan.FromHours(1), 40, null), new("Tenant\0", TimeSpan.FromHours(1), 60, null)],
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public Task Random_histories_have_the_same_answers_in_memory_and_in_the_database(int seed) => PlayAsync(seed, isSetBack: false);

    // What is refused and waits is written, as in memory: a look that writes nothing may forget in memory what a clock that is set back brings to light again.
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public Task So_have_those_in_which_the_clock_is_set_back(int seed) => PlayAsync(seed, isSetBack: true);

    private static async Task PlayAsync(int seed, bool isSetBack)
    {
        await using var nodes = await LimitedNodes.StartAsync(2);
        var (memory, random) = (new MemoryLimits(nodes), new Random(seed));
        var turns = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
        var cells = new List<(LimitRule Rule, long Cell)>();
        var (went, waited) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            if (random.Next(3) == 0)
                await nodes.MoveAsync(random.Next(8) == 0 ? random.Next(90_000) : random.Next(4_000));
            if (isSetBack && random.Next(20) == 0)
                await nodes.MoveAsync(-random.Next(random.Next(2) == 0 ? 2_000 : 200_000));
            var store = nodes.Stores[random.Next(2)];
            if (cells.Count > 0 && random.Next(4) == 0)
            {
                var correction = Random(random, cells, turns);
                await memory.CorrectAsync(correction, Stop);
                await store.CorrectAsync(correction, Stop);
                continue;
            }

            var rules = Claims[random.Next(isSetBack ? 3 : Claims.Length)];
            var claim = new LimitClaim(rules, random.Next(20) == 0 ? 3_000 : random.Next(600))
            {
                Turn = isSetBack || (rules.Length == 1 && random.Next(2) == 0) ? turns[random.Next(turns.Length)] : null,
                Waits = isSetBack || random.Next(3) > 0,
            };
            var counts = await store.TakeAsync(claim, Stop);
            counts.ShouldBe(await memory.TakeAsync(claim, Stop), $"step {i}");
            if (counts.All(static c => c.Wait == TimeSpan.Zero))
            {
                went++;
                cells.AddRange(rules.Zip(counts, static (rule, count) => (rule, count.Cell)));
            }
            else
            {
                waited++;
            }
        }

        (went, waited).ShouldSatisfyAllConditions(() => went.ShouldBeGreaterThan(30), () => waited.ShouldBeGreaterThan(30));
    }

    private static LimitCorrection Random(Random random, List<(LimitRule Rule, long Cell)> cells, Guid[] turns)
    {
        var (rule, cell) = cells[random.Next(Math.Max(0, cells.Count - 10), cells.Count)];
        CorrectedUse[] uses = [new(cell, -random.Next(2), random.Next(-400, 200)), new(cell + 1, 0, 10)];
        return new LimitCorrection(rule, random.Next(3) == 0 ? [] : uses)
        {
            Left = random.Next(4) == 0 ? [turns[random.Next(turns.Length)]] : [],
            ClosedFor = random.Next(8) == 0 ? TimeSpan.FromMilliseconds(random.Next(20_000)) : null,
            OpenFor = random.Next(8) == 0 ? TimeSpan.FromMilliseconds(random.Next(30_000)) : null,
            ToldRequests = random.Next(6) == 0 ? new ToldLimit(null, random.Next(2), TimeSpan.FromMilliseconds(random.Next(9_000))) : null,
            ToldTokens = random.Next(6) == 0
                ? new ToldLimit(random.Next(2) == 0 ? null : 500, random.Next(800), TimeSpan.FromMilliseconds(random.Next(9_000)))
                : null,
        };
    }
}
