using Axle.Identity.Access;

namespace Axle.Identity.Tests.Access;

public sealed class RoleTests
{
    [Fact]
    public void Each_role_may_do_more_than_the_one_before()
    {
        foreach (var (lower, higher) in Enum.GetValues<Role>().Zip(Enum.GetValues<Role>().Skip(1)))
        {
            RolePermissions.Of(lower).IsProperSubsetOf(RolePermissions.Of(higher)).ShouldBeTrue($"{lower} < {higher}");
        }

        RolePermissions.Of(Role.Admin).IsProperSubsetOf(RolePermissions.Owner).ShouldBeTrue();
    }

    [Fact]
    public void The_owner_may_do_all_that_there_is() =>
        RolePermissions.Owner.Order().ShouldBe(Enum.GetValues<Permission>().Where(static p => p != Permission.None).Order());

    [Theory]
    [InlineData(Role.Viewer, Permission.RunsStart)]
    [InlineData(Role.Operator, Permission.WorkflowsEdit)]
    [InlineData(Role.Developer, Permission.BudgetsChange)]
    [InlineData(Role.Developer, Permission.UsersManage)]
    [InlineData(Role.Admin, Permission.TenantsManage)]
    [InlineData(Role.Admin, Permission.SystemManage)]
    public void What_is_for_the_next_role_is_not_for_this(Role role, Permission permission) =>
        RolePermissions.Of(role).ShouldNotContain(permission);

    [Fact]
    public void Nobody_may_do_what_nobody_named() =>
        new Principal("u", "t", RolePermissions.Owner).May(Permission.None).ShouldBeFalse();
}
