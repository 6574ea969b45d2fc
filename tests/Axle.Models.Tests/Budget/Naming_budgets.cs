using Axle.Models.Budget;

namespace Axle.Models.Tests.Budget;

public sealed class Naming_budgets
{
    [Theory]
    [InlineData("tenant:acme", "acme", true)]
    [InlineData("tenant:acme/day", "acme", true)]
    [InlineData("user:acme/ann/month", "acme", true)]
    [InlineData("user:acme/ann", "acme", true)]
    [InlineData("tenant:acme2/day", "acme", false)]
    [InlineData("user:acme2/ann/day", "acme", false)]
    [InlineData("user:acme/day", "acme", false)]
    [InlineData("user:ann/day", "default", true)]
    [InlineData("user:ann", "default", true)]
    [InlineData("user:acme/ann/day", "default", false)]
    [InlineData("session:acme/s1", "acme", true)]
    [InlineData("session:acme/s1", "default", false)]
    [InlineData("session:s1", "default", true)]
    [InlineData("session:s1", "acme", false)]
    [InlineData("everything/day", "default", false)]
    [InlineData("tenant:a%2Fb/day", "a/b", true)]
    public void A_tenant_has_its_own_budgets_and_those_of_its_users_and_sessions(string budget, string tenant, bool isIts) =>
        BudgetWindow.At(budget, DateTimeOffset.UnixEpoch).IsOf(tenant).ShouldBe(isIts);

    [Theory]
    [InlineData("user:ann/day", "2026-02-04")]
    [InlineData("user:ann/month", "2026-02")]
    [InlineData("run:r1", "")]
    public void The_window_is_the_day_or_month_in_UTC(string budget, string window) =>
        BudgetWindow.At(budget, new DateTimeOffset(2026, 2, 3, 23, 0, 0, TimeSpan.FromHours(-2))).Window.ShouldBe(window);
}
