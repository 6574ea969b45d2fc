using System.Text.Json;

namespace Axle.Agents.Tests.Collaboration;

/// <summary>The rules of <c>consensus.yaml</c>, with members whose votes are scripted: the number of the option in the first round, and after it.</summary>
public sealed class ConsensusTests
{
    [Theory]
    [InlineData("majority", "1 1 2", true)]
    [InlineData("majority", "1 2 0", false)]
    [InlineData("majority", "1 1 2 2", false)]
    [InlineData("twoThirds", "1 1 2", true)]
    [InlineData("twoThirds", "1 1 1 2 2", false)]
    [InlineData("unanimous", "1 1 1", true)]
    [InlineData("unanimous", "1 1 2", false)]
    [InlineData("unanimous", "1 1 0", false)]
    public void A_rule_is_fulfilled_by_votes_of_all_members(string rule, string votes, bool reached)
    {
        var outputs = Decide(rule, votes.Split(' '), rounds: 1);

        outputs.GetProperty("reached").GetBoolean().ShouldBe(reached);
        outputs.GetProperty("decision").GetString().ShouldBe(reached ? "ship" : null);
        outputs.GetProperty("leading").GetProperty("option").GetString().ShouldBe("ship");
        outputs.GetProperty("leading").GetProperty("votes").GetInt32().ShouldBe(votes.Count(static c => c == '1'));
    }

    [Fact]
    public void The_dissent_is_kept_with_its_reasons_and_who_abstains_dissents_too()
    {
        var outputs = Decide("majority", ["1", "1", "1", "2", "0"], rounds: 3);

        outputs.GetProperty("rounds").GetInt32().ShouldBe(1);
        outputs.GetProperty("votes").GetArrayLength().ShouldBe(5);
        var dissent = outputs.GetProperty("dissent").EnumerateArray().ToArray();
        dissent.Select(static d => d.GetProperty("member").GetString()).ShouldBe(["d", "e"]);
        dissent.Select(static d => d.GetProperty("choice").GetString()).ShouldBe(["wait", null]);
        dissent[0].GetProperty("reason").GetString().ShouldBe("because d");
    }

    [Fact]
    public void Members_who_are_not_agreed_read_each_others_reasons_and_may_change_their_minds()
    {
        var outputs = Decide("unanimous", ["1", "1", "21"], rounds: 5);

        outputs.GetProperty("decision").GetString().ShouldBe("ship");
        outputs.GetProperty("rounds").GetInt32().ShouldBe(2);
        outputs.GetProperty("dissent").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void When_the_rounds_are_over_they_give_up_and_nothing_is_decided()
    {
        var outputs = Decide("unanimous", ["1", "1", "2"], rounds: 3);

        outputs.GetProperty("rounds").GetInt32().ShouldBe(3);
        outputs.GetProperty("decision").ValueKind.ShouldBe(JsonValueKind.Null);
        outputs.GetProperty("dissent").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public void A_member_that_is_not_there_has_no_vote_and_does_not_stop_the_others()
    {
        using var stage = new LibraryStage(static said => said.Agent is { } id ? LibraryStage.Answer("facts of " + id) : Vote("1", said, "a"), "a", "b");
        var outputs = stage.Run(
            "consensus", new { members = (string[])["a", "b", "nobody"], options = (string[])["ship", "wait"], rule = "unanimous", rounds = 1 });

        outputs.GetProperty("reached").GetBoolean().ShouldBeFalse();
        var missing = outputs.GetProperty("dissent").EnumerateArray().ShouldHaveSingleItem();
        missing.GetProperty("member").GetString().ShouldBe("nobody");
        missing.GetProperty("reason").GetString().ShouldBe("No vote could be had.");
        stage.Model.Asked.Count(static a => a.Contains("You are the member", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void First_votes_are_cast_without_knowing_the_others()
    {
        using var stage = Members("1", "2");
        stage.Run("consensus", new { members = (string[])["a", "b"], options = (string[])["ship", "wait"], rounds = 2 });
        var votes = stage.Model.Asked.Where(static a => a.Contains("You are the member 'a'", StringComparison.Ordinal)).ToArray();

        votes.Length.ShouldBe(2);
        votes[0].ShouldContain("facts of a");
        votes[0].ShouldNotContain("because b");
        votes[1].ShouldContain("because b");
    }

    internal static LibraryStage Members(params string[] votes) => new(
        said =>
        {
            if (said.Agent is { } id)
                return LibraryStage.Answer("facts of " + id);
            var member = Enumerable.Range(0, votes.Length).Select(Name).First(name => said.Has($"You are the member '{name}'"));
            return Vote(votes[member[0] - 'a'], said, member);
        },
        [.. Enumerable.Range(0, votes.Length).Select(Name)]);

    private static JsonElement Decide(string rule, string[] votes, int rounds)
    {
        using var stage = Members(votes);
        return stage.Run(
            "consensus", new { question = "Ship?", members = votes.Select(static (_, i) => Name(i)), options = (string[])["ship", "wait"], rule, rounds });
    }

    private static object Vote(string script, LibraryStage.Said said, string member) =>
        new { option = script[said.Has("because ") ? ^1 : 0] - '0', reason = "because " + member, confidence = 0.8 };

    private static string Name(int i) => ((char)('a' + i)).ToString();
}
