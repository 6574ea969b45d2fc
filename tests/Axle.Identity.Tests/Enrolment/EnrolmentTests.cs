using System.Reflection;
using Axle.Identity.Enrolment;
using Axle.Identity.Guessing;
using Axle.Identity.Passwords;
using Axle.Identity.Ports;
using Axle.Identity.Tests.Support;

namespace Axle.Identity.Tests.Enrolment;

public sealed class EnrolmentTests
{
    [Theory]
    [InlineData(nameof(IIdentityStore.AddTenantAsync), false)]
    [InlineData(nameof(IIdentityStore.AddUserAsync), false)]
    [InlineData(nameof(IIdentityStore.SetRoleAsync), true)]
    [InlineData(nameof(IIdentityStore.PutRecoveryCodesAsync), true)]
    public async Task A_process_that_dies_while_it_makes_the_owner_leaves_one_who_works_or_none(string at, bool isThere)
    {
        await using var house = new House();
        using var gate = new PasswordGate();
        var store = DispatchProxy.Create<IIdentityStore, Dying>();
        ((Dying)(object)store).Meet(house.Store, at);
        var desk = new EnrolmentDesk(store, gate, new GuessBarrier(house.Clock), house.Options, house.Clock);
        var begun = await desk.BeginOwnerAsync("ann", null, House.Password, House.Stop);

        await Should.ThrowAsync<OperationCanceledException>(async () => await desk.ConfirmOwnerAsync("ann", house.Code(begun.Secret), House.Stop));

        (await house.Store.HasUsersAsync(House.Stop)).ShouldBe(isThere);
        house.Clock.Advance(TimeSpan.FromMinutes(2));
        var owner = isThere ? (await house.Store.FindUserByNameAsync("ann", House.Stop))! : (await house.OwnerAsync()).User;
        var (_, _, token) = await house.Entrance.SignInAsync(house.Attempt(owner), House.Stop);
        (await house.Desk.OfSessionAsync(token, null, House.Stop))!.Tenant.ShouldBe(Scope.DefaultTenant);
    }

    /// <summary>A store whose process dies before one of its methods does anything.</summary>
    public class Dying : DispatchProxy
    {
        private IIdentityStore _store = null!;
        private string _at = "";

        /// <summary>Says what it stands before, and where it dies.</summary>
        public void Meet(object store, string at) => (_store, _at) = ((IIdentityStore)store, at);

        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == _at ? throw new OperationCanceledException("The process dies.") : targetMethod.Invoke(_store, args);
    }
}
