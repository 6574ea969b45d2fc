using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Tests.Definition;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>
/// The samples of <c>docs/patterns.md</c> do what the page says, also when their process is killed at any event. The page is made from these
/// executions, so that it cannot say anything else.
/// </summary>
public sealed class PatternSampleTests
{
    public static TheoryData<string> Names => [.. PatternSamples.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_ends_as_its_page_says(string name)
    {
        var pattern = PatternList.Find(name);
        var calm = PatternKills.Of(pattern).Calm;
        calm.Histories.Count.ShouldBe(pattern.Runs);
        calm.Ends.ShouldAllBe(e => e.StartsWith(pattern.Status.ToString(), StringComparison.Ordinal) && e.Contains(pattern.Says, StringComparison.Ordinal));
        pattern.AndTheWorld(calm.Shell);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_that_is_killed_at_any_event_ends_the_same(string name) =>
        PatternKills.Of(PatternList.Find(name)).Kills.ShouldBeGreaterThan(0);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_reads_back_from_its_stored_form(string name)
    {
        var workflow = PatternSamples.Read(name);
        var back = WorkflowReader.Read(WorkflowWriter.ToJson(workflow), $"{name}.json");
        back.Faults.ShouldBeEmpty();
        WorkflowWriter.ToJson(back.Workflow!).ShouldBe(WorkflowWriter.ToJson(workflow));
    }

    [Fact]
    public void Every_pattern_has_its_sample() => PatternSamples.Names.ShouldBe(PatternList.All.Select(static p => p.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_of_patterns_is_what_the_samples_do() => Repository.ShouldHold("docs/patterns.md", PatternPage.Write());
}
