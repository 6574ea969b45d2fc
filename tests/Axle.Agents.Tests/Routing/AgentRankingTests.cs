using System.Collections.Immutable;
using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Standing;
using Axle.Agents.Tests.Support;

namespace Axle.Agents.Tests.Routing;

public sealed class AgentRankingTests
{
    private readonly ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_equally_capable_agents_the_more_important_is_asked_first()
    {
        var ranked = Ranked(new AgentBook(_time), Crew.Agent("amy"), Crew.Agent("bob", priority: 10), Crew.Agent("cid", confidence: 0.3));
        Ids(ranked).ShouldBe(["bob", "amy", "cid"]);
        ranked[0].Why.ShouldEndWith("priority 10.");
    }

    [Fact]
    public async Task An_agent_that_is_out_is_asked_last_and_one_that_is_full_after_its_equals()
    {
        var (amy, bob) = (Crew.Agent("amy", priority: 5), Crew.Agent("bob", limits: new AgentLimits { Concurrency = 1 }));
        var (cid, weak) = (Crew.Agent("cid"), Crew.Agent("dot", confidence: 0.4));
        var book = new AgentBook(_time);
        for (var i = 0; i < 3; i++)
        {
            using var work = await book.BeginAsync(amy, "w", 0, Token);
            await work.FailAsync(ErrorKind.Network);
        }

        using var busy = await book.BeginAsync(bob, "w", 0, Token);
        var ranked = Ranked(book, amy, bob, cid, weak);
        Ids(ranked).ShouldBe(["cid", "bob", "dot", "amy"]);
        ranked[1].Why.ShouldContain("1 of 1 places taken");
        ranked[3].Why.ShouldContain("out after 3 failures in a row (network)");
    }

    [Fact]
    public async Task Load_and_health_decide_between_equals()
    {
        var (amy, bob) = (Crew.Agent("amy"), Crew.Agent("bob"));
        var book = new AgentBook(_time);
        Ids(Ranked(book, amy, bob)).ShouldBe(["amy", "bob"]);
        using (await book.BeginAsync(amy, "w", 0, Token))
            Ids(Ranked(book, amy, bob)).ShouldBe(["bob", "amy"]);
        using (var work = await book.BeginAsync(bob, "w", 0, Token))
            await work.FailAsync(ErrorKind.Tool);
        Ids(Ranked(book, amy, bob)).ShouldBe(["amy", "bob"]);
    }

    [Fact]
    public async Task The_agent_that_was_named_stays_first_until_it_is_out()
    {
        var (amy, bob) = (Crew.Agent("amy"), Crew.Agent("bob", priority: 90));
        var book = new AgentBook(_time);
        var router = new AgentRouter(new AgentRegistry([amy, bob, Crew.Agent("cid", actions: Crew.Action("other"))]), book);
        Ids(router.Rank("amy", "review-licences")).ShouldBe(["amy", "bob"]);
        for (var i = 0; i < 3; i++)
        {
            using var work = await book.BeginAsync(amy, "w", 0, Token);
            await work.FailAsync(ErrorKind.Network);
        }

        var ranked = router.Rank("amy", "review-licences");
        Ids(ranked).ShouldBe(["bob", "amy"]);
        ranked[0].Route.Reason.ShouldBe("'bob' with action 'review-licences' stands in for 'amy'.");
        ranked[0].Route.AgentMatch.ShouldBe(AgentMatch.Rerouted);
    }

    [Fact]
    public void The_first_of_a_ranking_is_the_route_when_everybody_is_well()
    {
        var router = new AgentRouter(new AgentRegistry(AgentLibrary.BuiltIn().Agents));
        foreach (var question in (string[])["find leaked credentials", "optimize slow sql queries", "review kubernetes manifests", "user stories"])
        {
            var ranked = router.Rank(null, question);
            ranked[0].Route.Agent.ShouldBe(router.Route(null, question).Agent);
            ranked.Length.ShouldBeLessThanOrEqualTo(5);
            ranked.ShouldAllBe(r => r.Route.Confidence >= AgentRouter.LeastConfidence);
        }
    }

    [Fact]
    public void No_stand_in_is_guessed_for_the_outside_world()
    {
        var ships = Crew.Agent("ships", actions: Crew.Action("ship-licences", world: true));
        Ids(Ranked(null, Crew.Agent("amy"), ships)).ShouldBe(["amy"]);
    }

    [Fact]
    public void The_best_few_are_those_of_looking_at_everybody()
    {
        var random = new Random(5);
        string[] words = ["code", "review", "sql", "index", "tax", "audit", "queue", "cache", "shard", "trace", "fuzz", "zephyr"];
        string Word() => words[(int)(Math.Pow(words.Length + 1, random.NextDouble()) - 1)];
        ImmutableArray<AgentDefinition> agents =
        [
            .. Enumerable.Range(0, 300).Select(i => Crew.Agent($"a{i:000}") with
            {
                Description = $"{Word()} {Word()}",
                Capabilities = [new AgentCapability($"{Word()} {Word()}", 0.1 + (0.9 * random.NextDouble()), [Word()])],
            }),
        ];
        var index = new CapabilityIndex(agents);
        Span<int> room = stackalloc int[CapabilityIndex.MaxWords];
        Span<ScoredAgent> best = stackalloc ScoredAgent[5];
        for (var i = 0; i < 500; i++)
        {
            var question = new Question(index, room);
            question.Add(string.Join(' ', Enumerable.Range(0, 1 + random.Next(6)).Select(_ => Word())));
            var all = new List<ScoredAgent>();
            for (var agent = 0; agent < agents.Length; agent++)
                all.Add(new ScoredAgent(agent, index.ScoreOf(agent, question)));
            float[] expected = [.. all.Select(static s => s.Score).Where(static s => s > 0).OrderDescending().Take(5)];
            var found = best[..index.Best(question, best)];
            found.Length.ShouldBe(expected.Length);
            for (var place = 0; place < found.Length; place++)
            {
                found[place].Score.ShouldBe(expected[place], 1e-5f);
                all[found[place].Number].Score.ShouldBe(found[place].Score, 1e-5f);
            }
        }
    }

    private static ImmutableArray<RankedAgent> Ranked(AgentBook? book, params AgentDefinition[] agents) =>
        new AgentRouter(new AgentRegistry(agents), book).Rank(null, "licence copyright");

    private static string[] Ids(ImmutableArray<RankedAgent> ranked) => [.. ranked.Select(static r => r.Route.Agent.Id)];
}
