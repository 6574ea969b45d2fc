using Axle.Identity.Access;
using Axle.Identity.Tests.Support;

namespace Axle.Identity.Tests.Entrance;

public sealed class SigningInTests : IAsyncDisposable
{
    private readonly House _house = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Password_and_code_begin_a_session_with_what_the_role_may()
    {
        await _house.OwnerAsync();
        var bob = await _house.MemberAsync("bob", Role.Operator);
        var (user, session, token) = await _house.Entrance.SignInAsync(_house.Attempt(bob), Stop);
        user.Id.ShouldBe(bob.Id);
        var principal = (await _house.Desk.OfSessionAsync(token, null, Stop))!;
        (principal.User, principal.Tenant, principal.Role, principal.IsOwner, principal.Session).ShouldBe((bob.Id, "default", Role.Operator, false, session.Id));
        principal.May(Permission.RunsStart).ShouldBeTrue();
        principal.May(Permission.UsersManage).ShouldBeFalse();
        (await _house.Desk.OfSessionAsync(token + "x", null, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Whatever_is_wrong_the_answer_is_the_same()
    {
        var (ann, secrets) = await _house.OwnerAsync();
        var used = _house.Code(ann);
        await _house.Entrance.SignInAsync(_house.Attempt(ann, code: used), Stop);
        var attempts = new[]
        {
            _house.Attempt(ann, code: used),
            _house.Attempt(ann, code: "000000"),
            _house.Attempt(ann, password: "another sentence at noon"),
            _house.Attempt(ann, password: ""),
            _house.Attempt(ann with { Name = "nobody" }),
            _house.Attempt(ann, password: new string('x', 100_000)),
        };
        var faults = new List<AxleException>();
        foreach (var (attempt, i) in attempts.Select(static (a, i) => (a, i)))
            faults.Add(await Should.ThrowAsync<AxleException>(async () => await _house.Entrance.SignInAsync(attempt with { Place = $"10.0.{i}.0/24" }, Stop)));
        faults.ShouldAllBe(static f => f.Error.Kind == ErrorKind.Authentication);
        faults.Select(static f => f.Message).Distinct().Count().ShouldBe(1);
        secrets.Recovery.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Names_that_nobody_can_have_count_as_one()
    {
        var (ann, _) = await _house.OwnerAsync();
        async Task<ErrorKind> TryAsync(char letter) => (await Should.ThrowAsync<AxleException>(async () => await _house.Entrance.SignInAsync(
            _house.Attempt(ann with { Name = new string(letter, 65) }), Stop))).Error.Kind;
        for (var letter = 'a'; letter < 'g'; letter++)
            (await TryAsync(letter)).ShouldBe(ErrorKind.Authentication);

        (await TryAsync('g')).ShouldBe(ErrorKind.RateLimited);
        (await _house.Entrance.SignInAsync(_house.Attempt(ann), Stop)).User.Name.ShouldBe("ann");
    }

    [Fact]
    public async Task A_recovery_code_stands_in_for_the_phone_once()
    {
        var (ann, secrets) = await _house.OwnerAsync();
        await _house.Entrance.SignInAsync(_house.Attempt(ann, code: secrets.Recovery[3]), Stop);
        await Should.ThrowAsync<AxleException>(async () => await _house.Entrance.SignInAsync(_house.Attempt(ann, code: secrets.Recovery[3]), Stop));
    }

    [Fact]
    public async Task Guessing_at_a_person_waits_and_somebody_elsewhere_still_gets_in()
    {
        var (ann, _) = await _house.OwnerAsync();
        for (var i = 0; i < 6; i++)
            await Should.ThrowAsync<AxleException>(async () => await _house.Entrance.SignInAsync(_house.Attempt(ann, password: $"wrong guess number {i}"), Stop));
        var refused = await Should.ThrowAsync<AxleException>(async () => await _house.Entrance.SignInAsync(_house.Attempt(ann), Stop));
        refused.Error.Kind.ShouldBe(ErrorKind.RateLimited);
        await _house.Entrance.SignInAsync(_house.Attempt(ann, place: "192.168.7.0/24"), Stop);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used_and_when_it_is_old()
    {
        var (ann, _) = await _house.OwnerAsync();
        var (_, _, idle) = await _house.Entrance.SignInAsync(_house.Attempt(ann), Stop);
        _house.Clock.Advance(_house.Options.SessionIdle);
        (await _house.Desk.OfSessionAsync(idle, null, Stop)).ShouldBeNull();
        var (_, _, busy) = await _house.Entrance.SignInAsync(_house.Attempt(ann), Stop);
        for (var spent = TimeSpan.Zero; spent + TimeSpan.FromHours(8) < _house.Options.SessionLongest; spent += TimeSpan.FromHours(8))
        {
            (await _house.Desk.OfSessionAsync(busy, null, Stop)).ShouldNotBeNull();
            _house.Clock.Advance(TimeSpan.FromHours(8));
        }

        _house.Clock.Advance(TimeSpan.FromHours(8));
        (await _house.Desk.OfSessionAsync(busy, null, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_taken_from_somebody_is_gone_with_the_next_request()
    {
        await _house.OwnerAsync();
        var bob = await _house.MemberAsync("bob", Role.Developer);
        var (_, session, token) = await _house.Entrance.SignInAsync(_house.Attempt(bob), Stop);
        var who = (await _house.Desk.OfSessionAsync(token, null, Stop))!;
        var (_, secret) = await _house.Keys.CreateAsync(who, "build", [Permission.WorkflowsEdit, Permission.RunsRead], null, Stop);
        (await _house.Desk.OfKeyAsync(secret, null, Stop))!.Permissions.Order()
            .ShouldBe([Permission.Account, Permission.RunsRead, Permission.WorkflowsEdit]);

        await _house.Store.SetRoleAsync(new("default", bob.Id, Role.Viewer), Stop);
        (await _house.Desk.OfKeyAsync(secret, null, Stop))!.May(Permission.WorkflowsEdit).ShouldBeFalse();
        (await _house.Desk.OfSessionAsync(token, null, Stop))!.Role.ShouldBe(Role.Viewer);
        await _house.Store.EndSessionAsync(bob.Id, session.Id, Stop);
        (await _house.Desk.OfSessionAsync(token, null, Stop)).ShouldBeNull();
        await _house.Store.ChangeUserAsync((await _house.Store.FindUserAsync(bob.Id, Stop))! with { IsDisabled = true }, Stop);
        (await _house.Desk.OfKeyAsync(secret, null, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_does_no_more_than_its_maker_and_ends()
    {
        await _house.OwnerAsync();
        var bob = await _house.MemberAsync("bob", Role.Developer);
        var who = new Principal(bob.Id, "default", RolePermissions.Of(Role.Developer));
        (await Should.ThrowAsync<AxleException>(async () => await _house.Keys.CreateAsync(who, "x", [Permission.UsersManage], null, Stop))).Error.Kind
            .ShouldBe(ErrorKind.Refused);
        var tooLong = TimeSpan.FromDays(400);
        (await Should.ThrowAsync<AxleException>(async () => await _house.Keys.CreateAsync(who, "x", [Permission.RunsRead], tooLong, Stop))).Error.Kind
            .ShouldBe(ErrorKind.Validation);
        var (_, secret) = await _house.Keys.CreateAsync(who, "x", [Permission.RunsRead], TimeSpan.FromDays(1), Stop);
        await Should.ThrowAsync<AxleException>(async () => await _house.Desk.OfKeyAsync(secret, "another", Stop));
        _house.Clock.Advance(TimeSpan.FromDays(1));
        (await _house.Desk.OfKeyAsync(secret, null, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task There_is_one_owner_of_those_who_set_the_server_up()
    {
        var first = await _house.Enrolment.BeginOwnerAsync("ann", null, House.Password, Stop);
        var second = await _house.Enrolment.BeginOwnerAsync("bob", null, House.Password, Stop);
        (await _house.Store.HasUsersAsync(Stop)).ShouldBeFalse("nothing is stored before the code was right");
        await Should.ThrowAsync<AxleException>(async () => await _house.Enrolment.ConfirmOwnerAsync("ann", "000000", Stop));
        await _house.Enrolment.ConfirmOwnerAsync("ann", _house.Code(first.Secret), Stop);
        await Should.ThrowAsync<AxleException>(async () => await _house.Enrolment.ConfirmOwnerAsync("bob", _house.Code(second.Secret), Stop));
        await Should.ThrowAsync<AxleException>(async () => await _house.Enrolment.BeginOwnerAsync("cid", null, House.Password, Stop));
    }

    [Fact]
    public async Task An_invitation_is_good_once_and_not_for_ever()
    {
        var (ann, _) = await _house.OwnerAsync();
        var bob = await _house.MemberAsync("bob", Role.Viewer);
        var (_, _, token) = await _house.Entrance.SignInAsync(_house.Attempt(bob), Stop);
        var invitation = await _house.Enrolment.InviteAsync((await _house.Store.FindUserAsync(bob.Id, Stop))!, Stop);
        (await _house.Desk.OfSessionAsync(token, null, Stop)).ShouldBeNull("whoever is invited anew is signed out");
        _house.Clock.Advance(_house.Options.InvitationStands);
        await Should.ThrowAsync<AxleException>(async () => await _house.Enrolment.BeginInvitedAsync(invitation, House.Password, Stop));
        ann.IsOwner.ShouldBeTrue();
    }

    [Fact]
    public async Task Somebody_works_only_in_tenants_they_belong_to()
    {
        var (ann, _) = await _house.OwnerAsync();
        await _house.Store.AddTenantAsync(new("acme", "Acme", _house.Clock.Now), Stop);
        var bob = await _house.MemberAsync("bob", Role.Admin);
        var (_, _, bobs) = await _house.Entrance.SignInAsync(_house.Attempt(bob), Stop);
        (await Should.ThrowAsync<AxleException>(async () => await _house.Desk.OfSessionAsync(bobs, "acme", Stop))).Error.Kind.ShouldBe(ErrorKind.NotFound);
        var (_, _, anns) = await _house.Entrance.SignInAsync(_house.Attempt(ann), Stop);
        (await _house.Desk.OfSessionAsync(anns, "acme", Stop))!.Tenant.ShouldBe("acme");
        await Should.ThrowAsync<AxleException>(async () => await _house.Desk.OfSessionAsync(anns, "none", Stop));
    }
}
