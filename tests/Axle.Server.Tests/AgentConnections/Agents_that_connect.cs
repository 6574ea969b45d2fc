using System.Net;
using System.Text.Json;
using Axle.Agents.Connections;
using Axle.Server.Tests.Api;

namespace Axle.Server.Tests.AgentConnections;

public sealed class Agents_that_connect
{
    private const string Translate = """
        name: translate
        steps:
          - key: say
            agent: translator
            action: translate
            with: {text: "good morning"}
            retry: {maxAttempts: 1000, initialDelay: 10ms, maxDelay: 10ms}
        outputs:
          text: ${{ steps.say.output.text }}
        """;

    private static readonly ConnectionOptions Short = new() { Lease = TimeSpan.FromSeconds(5), Heartbeat = TimeSpan.FromMilliseconds(100) };

    [Fact(Timeout = 600_000)]
    public async Task A_step_that_names_one_is_done_there()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        agent.Welcome.GetProperty("type").GetString().ShouldBe("registered");
        var run = await stage.RunAsync(Translate);

        var task = await agent.HearAsync("task");
        var id = task.GetProperty("task").GetString()!;
        await agent.SayAsync(new { type = "event", task = id, seq = 1, name = "dictionary", text = "Looked up 2 words." });
        await agent.SayAsync(new { type = "text", task = id, seq = 2, text = "bon" });
        (await agent.HearAsync("ack")).GetProperty("seq").GetInt64().ShouldBe(1);
        (await agent.HearAsync("ack")).GetProperty("seq").GetInt64().ShouldBe(2);
        await agent.AnswerAsync(id, 3, "bonjour");

        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
        var work = task.GetProperty("work");
        work.GetProperty("inputs").GetProperty("text").GetString().ShouldBe("good morning");
        work.GetProperty("run").GetString().ShouldBe(run);
        work.GetProperty("apply").GetBoolean().ShouldBeFalse();
        var history = (await stage.GetAsync($"runs/{run}/events")).ToString();
        history.ShouldContain("dictionary: Looked up 2 words.");
        history.ShouldContain("agent:translator");
        history.ShouldContain("untrusted");
    }

    [Fact(Timeout = 600_000)]
    public async Task What_it_says_while_it_works_is_watched_as_it_comes_and_by_who_comes_later_too()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await agent.TaskAsync();
        using var first = await LiveClient.ConnectAsync(stage.Live);
        await first.SayAsync(new { type = "subscribe", id = "t", topic = "text", run });

        await agent.SayAsync(new { type = "text", task, seq = 1, text = "bon" });
        var heard = await first.HearAsync("event");
        await agent.SayAsync(new { type = "text", task, seq = 2, text = "jour" });
        var next = await first.HearAsync("event");
        using var second = await LiveClient.ConnectAsync(stage.Live);
        await second.SayAsync(new { type = "subscribe", id = "t", topic = "text", run, after = 1 });

        heard.GetProperty("event").ToString().ShouldBe($$"""{"step":"say","task":"{{task}}","text":"bon"}""");
        next.GetProperty("seq").GetInt64().ShouldBe(2);
        (await second.HearAsync("event")).GetProperty("event").GetProperty("text").GetString().ShouldBe("jour");
    }

    [Fact(Timeout = 600_000)]
    public async Task One_that_is_cut_off_goes_on_with_its_task_and_says_again_what_may_be_lost()
    {
        await using var stage = await AgentStage.StartAsync();
        using var cut = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await cut.TaskAsync();
        await cut.SayAsync(new { type = "text", task, seq = 1, text = "bon" });
        await cut.HearAsync("ack");
        cut.Cut();

        using var back = await stage.ConnectAsync(AgentPeer.Registration("a", task));
        back.Welcome.GetProperty("kept")[0].GetProperty("seq").GetInt64().ShouldBe(1);
        await back.AnswerAsync(task, 2, "bonjour");
        await back.AnswerAsync(task, 2, "said twice");

        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_task_that_was_lost_on_its_way_is_sent_again()
    {
        await using var stage = await AgentStage.StartAsync();
        using var cut = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await cut.TaskAsync();
        cut.Cut();

        using var back = await stage.ConnectAsync(AgentPeer.Registration("a"));
        (await back.TaskAsync()).ShouldBe(task);
        await back.AnswerAsync(task, 1, "bonjour");

        (await stage.EndOfAsync(run)).GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact(Timeout = 600_000)]
    public async Task The_task_of_one_that_does_not_come_back_is_handed_out_again_and_its_late_result_counts_for_nothing()
    {
        await using var stage = await AgentStage.StartAsync(Short);
        using var lost = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var first = await lost.TaskAsync();
        lost.Cut();

        using var other = await stage.ConnectAsync(AgentPeer.Registration("b"));
        other.KeepAlive();
        var second = await other.TaskAsync();
        using var late = await stage.ConnectAsync(AgentPeer.Registration("a", first));
        await late.AnswerAsync(first, 1, "too late");
        await other.AnswerAsync(second, 1, "bonjour");

        second.ShouldNotBe(first);
        late.Welcome.GetProperty("dropped")[0].GetString().ShouldBe(first);
        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_step_whose_agent_is_away_says_so_and_is_tried_again_until_it_is_there()
    {
        await using var stage = await AgentStage.StartAsync(AgentStage.Patient with { Patience = TimeSpan.Zero });
        (await stage.ConnectAsync(AgentPeer.Registration("a"))).Dispose();
        var run = await stage.RunAsync(Translate);
        string history;
        do
            history = (await stage.GetAsync($"runs/{run}/events")).ToString();
        while (!history.Contains("step-attempt-failed", StringComparison.Ordinal));

        using var agent = await stage.ConnectAsync(AgentPeer.Registration("b"));
        await agent.AnswerAsync(await agent.TaskAsync(), 1, "bonjour");

        history.ShouldContain("no process of it has been connected");
        (await stage.EndOfAsync(run)).GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact(Timeout = 600_000)]
    public async Task What_goes_wrong_there_fails_the_attempt_with_its_own_words()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        await agent.SayAsync(new
        {
            type = "result",
            task = await agent.TaskAsync(),
            seq = 1,
            error = new { kind = "validation", message = "There is no language in it." },
        });

        var ended = await stage.EndOfAsync(run);

        ended.GetProperty("status").GetString().ShouldBe("failed");
        ended.ToString().ShouldContain("There is no language in it.");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_result_that_is_not_what_was_promised_is_asked_for_again_as_another_task()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var first = await agent.TaskAsync();
        await agent.SayAsync(new { type = "result", task = first, seq = 1, output = new { words = 2 } });
        await agent.HearAsync("ack");

        var second = await agent.TaskAsync();
        await agent.AnswerAsync(second, 1, "bonjour");

        second.ShouldNotBe(first);
        (await stage.EndOfAsync(run)).GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_result_that_is_too_large_fails_its_attempt_and_is_not_asked_for_when_the_agent_is_back()
    {
        await using var stage = await AgentStage.StartAsync(AgentStage.Patient with { LargestMessage = 4096 });
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var first = await agent.TaskAsync();

        await agent.SayAsync(new { type = "result", task = first, seq = 1, output = new { text = new string('x', 5000) } });
        while (await agent.HearAsync() is not null)
            continue;
        using var back = await stage.ConnectAsync(AgentPeer.Registration("a", first));
        await back.AnswerAsync(await back.TaskAsync(), 1, "bonjour");

        back.Welcome.GetProperty("dropped")[0].GetString().ShouldBe(first);
        (await stage.EndOfAsync(run)).GetProperty("status").GetString().ShouldBe("completed");
        (await stage.GetAsync($"runs/{run}/events")).ToString().ShouldContain("Messages have at most 4096 bytes.");
    }

    [Theory(Timeout = 600_000)]
    [InlineData(62)]
    [InlineData(3000)]
    public async Task A_result_that_is_too_deep_fails_its_attempt(int arrays)
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await agent.TaskAsync();

        await agent.SayAsync(Deep(task, arrays));
        (await agent.HearAsync("problem")).ToString().ShouldContain("depth");
        (await agent.HearAsync("ack")).GetProperty("task").GetString().ShouldBe(task);
        await agent.AnswerAsync(await agent.TaskAsync(), 1, "bonjour");

        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
    }

    /// <summary>A client that cuts a text between the two halves of a character would otherwise be cut off for it on every connection.</summary>
    [Fact(Timeout = 600_000)]
    public async Task Half_of_a_character_is_refused_and_not_asked_for_again()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await agent.TaskAsync();

        await agent.SayAsync($$"""{"type":"text","task":"{{task}}","seq":1,"text":"bon \ud83d"}""");
        (await agent.HearAsync("problem")).ToString().ShouldContain("half of a character");
        (await agent.HearAsync("ack")).GetProperty("seq").GetInt64().ShouldBe(1);
        await agent.SayAsync($$"""{"type":"result","task":"{{task}}","seq":2,"output":{"text":"bon \ud83d"} }""");
        (await agent.HearAsync("problem")).ToString().ShouldContain("half of a character");
        (await agent.HearAsync("ack")).GetProperty("seq").GetInt64().ShouldBe(2);
        await agent.AnswerAsync(await agent.TaskAsync(), 1, "bonjour");

        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_registration_with_nothing_among_its_capabilities_is_told_so()
    {
        await using var stage = await AgentStage.StartAsync();
        var registration = AgentPeer.Registration("a");
        registration["capabilities"] = new object?[] { null };
        using var agent = await stage.ConnectAsync(registration);
        agent.Welcome.GetProperty("type").GetString().ShouldBe("problem");
        agent.Welcome.ToString().ShouldContain("null");
    }

    [Fact(Timeout = 600_000)]
    public async Task The_deepest_result_that_is_taken_is_stored()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        await stage.RunAsync(Translate);
        var task = await agent.TaskAsync();

        await agent.SayAsync(Deep(task, 61));

        (await agent.HearAsync("ack")).GetProperty("task").GetString().ShouldBe(task);
    }

    [Fact(Timeout = 600_000)]
    public async Task One_that_drains_ends_what_it_has_and_is_given_nothing_new()
    {
        await using var stage = await AgentStage.StartAsync();
        using var draining = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var first = await stage.RunAsync(Translate);
        var task = await draining.TaskAsync();
        await draining.SayAsync(new { type = "drain" });
        await draining.SayAsync(new { type = "heartbeat" });
        await draining.HearAsync("heartbeat");
        using var other = await stage.ConnectAsync(AgentPeer.Registration("b"));

        var second = await stage.RunAsync(Translate);
        await other.AnswerAsync(await other.TaskAsync(), 1, "guten Morgen");
        await draining.AnswerAsync(task, 1, "bonjour");

        (await stage.EndOfAsync(second)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("guten Morgen");
        (await stage.EndOfAsync(first)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
    }

    [Fact(Timeout = 600_000)]
    public async Task No_more_tasks_are_handed_out_than_it_has_places()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => stage.RunAsync(Translate)));
        var (first, second) = (await agent.TaskAsync(), await agent.TaskAsync());
        await agent.SayAsync(new { type = "heartbeat" });
        await agent.HearAsync("heartbeat");

        await agent.SayAsync(new { type = "result", task = first, seq = 1, output = new { text = "1" } });
        string[] heard = [(await agent.HearAsync())!.Value.GetProperty("type").GetString()!, (await agent.HearAsync())!.Value.GetProperty("type").GetString()!];

        heard.Order(StringComparer.Ordinal).ShouldBe(["ack", "task"]);
        stage.Agents.StandingOf(stage.Agents.Of(null).Single()).ShouldBe(new PoolStanding(1, false, 2, 0, 2));
        runs.Length.ShouldBe(3);
        second.ShouldNotBe(first);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_task_of_a_run_that_is_cancelled_is_taken_back()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await agent.TaskAsync();

        (await stage.PostAsync($"runs/{run}/cancel", new { })).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await agent.HearAsync("cancel")).GetProperty("task").GetString().ShouldBe(task);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_server_that_is_started_anew_takes_the_result_of_a_task_that_went_on_meanwhile_and_hands_nothing_out_twice()
    {
        await using var stage = await AgentStage.StartAsync();
        using var before = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await before.TaskAsync();
        await stage.RestartAsync();

        using var after = await stage.ConnectAsync(AgentPeer.Registration("a", task));
        after.Welcome.GetProperty("kept")[0].GetProperty("task").GetString().ShouldBe(task);
        await after.AnswerAsync(task, 1, "bonjour");

        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
        after.Welcome.GetProperty("dropped").GetArrayLength().ShouldBe(0);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_task_that_never_reached_its_agent_is_sent_to_it_when_it_is_back_before_the_run_goes_on()
    {
        await using var stage = await AgentStage.StartAsync();
        using var before = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync(Translate);
        var task = await before.TaskAsync();
        AgentPeer? after = null;
        await stage.RestartAsync(beforeRuns: async () => after = await stage.ConnectAsync(AgentPeer.Registration("a")));

        (await after!.TaskAsync()).ShouldBe(task);
        await after.AnswerAsync(task, 1, "bonjour");

        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
        after.Dispose();
    }

    [Fact(Timeout = 600_000)]
    public async Task What_changes_the_world_is_not_done_again_when_its_agent_is_lost()
    {
        await using var stage = await AgentStage.StartAsync(Short);
        using var lost = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var run = await stage.RunAsync("name: publish\nsteps:\n  - {key: out, agent: translator, action: publish}");
        await lost.TaskAsync();
        lost.Cut();

        var ended = await stage.EndOfAsync(run);

        ended.GetProperty("status").GetString().ShouldBe("failed");
        ended.ToString().ShouldContain("how far it came is not known");
    }

    private static string Deep(string task, int arrays) =>
        $$"""{"type":"result","output":{"text":"bonjour","more":{{new string('[', arrays)}}{{new string(']', arrays)}}},"task":"{{task}}","seq":1}""";
}
