using System.Collections.Immutable;
using Axle.Models.Guarding.Output;

namespace Axle.Models.Tests.Guarding.Output;

public sealed class OutputOptionsTests
{
    [Fact]
    public void Of_two_actions_the_stronger_holds_whoever_says_it()
    {
        var general = new OutputOptions { Secrets = AnswerAction.Block, Tone = AnswerAction.Warn, Groundedness = AnswerAction.Warn, LeastGroundedness = 0.7 };
        var own = OutputOptions.None with { Secrets = AnswerAction.Warn, Tone = AnswerAction.Retry, LeastGroundedness = 0.5 };
        var both = general.With(own);
        (both.Secrets, both.Tone, both.Links, both.LeastGroundedness).ShouldBe((AnswerAction.Block, AnswerAction.Retry, AnswerAction.Warn, 0.7));
        general.With(OutputOptions.None).ShouldBe(general);
    }

    [Fact]
    public void Nobodys_own_judge_takes_the_place_of_the_general_one()
    {
        var own = OutputOptions.None with { Judge = "lenient" };
        new OutputOptions { Judge = "strict" }.With(own).Judge.ShouldBe("strict");
        new OutputOptions().With(own).Judge.ShouldBe("lenient");
    }

    [Fact]
    public void A_topic_of_the_same_name_has_the_words_of_both()
    {
        var general = new OutputOptions { Topics = Topic("rivals", AnswerAction.Block, "Globex") };
        var both = general.With(OutputOptions.None with { Topics = Topic("rivals", AnswerAction.Warn, "globex", "Initech").Add("more", new TopicOptions(["x"], AnswerAction.Warn)) });
        both.Topics["rivals"].Words.ShouldBe(["Globex", "Initech"]);
        both.Topics["rivals"].Action.ShouldBe(AnswerAction.Block);
        both.Topics.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("", "a.example", "a.example")]
    [InlineData("example.com", "", "example.com")]
    [InlineData("example.com", "docs.example.com other.org", "docs.example.com")]
    [InlineData("docs.example.com", "example.com", "docs.example.com")]
    [InlineData("example.com", "other.org", "example.com")]
    public void Links_lead_only_to_hosts_that_both_allow(string general, string own, string common)
    {
        var both = new OutputOptions { LinkHosts = Hosts(general) }.With(OutputOptions.None with { LinkHosts = Hosts(own) });
        both.LinkHosts.ShouldBe(Hosts(common));
    }

    private static ImmutableArray<string> Hosts(string hosts) => [.. hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static ImmutableDictionary<string, TopicOptions> Topic(string name, AnswerAction action, params string[] words) =>
        ImmutableDictionary<string, TopicOptions>.Empty.Add(name, new TopicOptions([.. words], action));
}
