using Axle.Agents.Standing;

namespace Axle.Agents.Tests.Standing;

public sealed class AgentHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_agent_is_out_after_three_failures_in_a_row_and_longer_after_each_failed_trial()
    {
        var health = new AgentHealth();
        health = health.Fail(ErrorKind.Network, Now).Fail(ErrorKind.Network, Now);
        health.OutUntil.ShouldBe(default);
        health = health.Fail(ErrorKind.Timeout, Now);
        (health.OutUntil, health.IsOnTrial, health.LastFault).ShouldBe((Now.AddSeconds(5), true, ErrorKind.Timeout));

        // Work that was under way when it went out changes nothing.
        health.Fail(ErrorKind.Network, Now.AddSeconds(1)).OutUntil.ShouldBe(Now.AddSeconds(5));
        health = health.Fail(ErrorKind.Network, Now.AddSeconds(5));
        health.OutUntil.ShouldBe(Now.AddSeconds(15));
        for (var i = 0; i < 20; i++)
            health = health.Fail(ErrorKind.Network, health.OutUntil);
        health.Fail(ErrorKind.Network, health.OutUntil).OutUntil.ShouldBe(health.OutUntil.AddMinutes(2));
    }

    [Fact]
    public void One_success_ends_the_break_but_is_not_forgotten_at_once()
    {
        var health = new AgentHealth();
        for (var i = 0; i < 3; i++)
            health = health.Fail(ErrorKind.Overloaded, Now);
        health = health.Succeed(TimeSpan.FromSeconds(2));
        (health.OutUntil, health.IsOnTrial, health.FailuresInARow).ShouldBe((default, false, 0));
        health.SuccessShare.ShouldBeInRange(0.7, 0.8);
        health.Took.ShouldBe(TimeSpan.FromSeconds(2));
        health.Succeed(TimeSpan.FromSeconds(1)).Took.ShouldBe(TimeSpan.FromSeconds(1.8));
    }

    [Theory]
    [InlineData(ErrorKind.Validation)]
    [InlineData(ErrorKind.Refused)]
    [InlineData(ErrorKind.BudgetSpent)]
    [InlineData(ErrorKind.Cancelled)]
    public void What_is_not_the_agents_fault_does_not_count(ErrorKind kind)
    {
        new AgentHealth().Fail(kind, Now).ShouldBe(new AgentHealth());
        AgentFailover.IsAllowed(Support.Crew.Action("look"), kind, hasBegun: true).ShouldBeFalse();
    }

    [Fact]
    public void Nobody_repeats_what_may_have_changed_the_outside_world()
    {
        var deploys = Support.Crew.Action("deploy", world: true);
        AgentFailover.IsAllowed(deploys, ErrorKind.Network, hasBegun: true).ShouldBeFalse();
        AgentFailover.IsAllowed(deploys, ErrorKind.Overloaded, hasBegun: false).ShouldBeTrue();
        AgentFailover.IsAllowed(Support.Crew.Action("look"), ErrorKind.Network, hasBegun: true).ShouldBeTrue();
    }
}
