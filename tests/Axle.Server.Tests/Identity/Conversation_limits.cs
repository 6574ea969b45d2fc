using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Protection;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Tests.Identity;

public sealed class Conversation_limits
{
    private readonly SettableClock _clock = new();

    [Fact]
    public void A_user_says_ten_things_a_minute_and_is_told_when_to_go_on()
    {
        var limits = new ConversationLimits(new ConversationRates(), _clock);
        for (var i = 0; i < 10; i++)
            Say(limits, "ann", "s");

        var (problem, headers) = Refused(limits, "ann", "s");
        problem.Status.ShouldBe(429);
        headers.RetryAfter.ToString().ShouldBe("60");
        (headers["RateLimit-Limit"].ToString(), headers["RateLimit-Remaining"].ToString()).ShouldBe(("10", "0"));
        Say(limits, "bob", "t").ShouldBe("9");
        _clock.Now += TimeSpan.FromSeconds(60);
        Say(limits, "ann", "s").ShouldBe("9");
    }

    [Theory]
    [InlineData(100, "user", "ann")]
    [InlineData(50, "conversation", "s")]
    public void A_user_and_a_conversation_have_an_hour_and_what_is_refused_counts_for_nothing(int most, string kind, string same)
    {
        var limits = new ConversationLimits(new ConversationRates { UserPerMinute = 0 }, _clock);
        string User(int i) => kind == "user" ? same : $"u{i}";
        string Session(int i) => kind == "conversation" ? same : $"s{i}";
        for (var i = 0; i < most; i++)
            Say(limits, User(i), Session(i));

        Refused(limits, User(most), Session(most)).Problem.Detail.ShouldContain($"{most} messages for a {kind} an hour");
        Refused(limits, User(most), Session(most));
        _clock.Now += TimeSpan.FromHours(1);
        Say(limits, User(most), Session(most));
    }

    [Fact]
    public void A_tenant_has_an_hour_too_and_another_is_not_held_up()
    {
        var limits = new ConversationLimits(new ConversationRates { TenantPerHour = 5 }, _clock);
        for (var i = 0; i < 5; i++)
            Say(limits, $"u{i}", $"s{i}");

        Refused(limits, "u9", "s9").Problem.Detail.ShouldContain("tenant");
        Say(limits, "u9", "s9", tenant: "other");
    }

    [Fact]
    public void Nothing_is_kept_of_conversations_that_were_refused()
    {
        var limits = new ConversationLimits(new ConversationRates { UserPerMinute = 1 }, _clock);
        Say(limits, "ann", "s");
        var kept = limits.Subjects;

        for (var i = 0; i < 100; i++)
            Refused(limits, "ann", $"new-{i}");

        limits.Subjects.ShouldBe(kept);
    }

    private static string Say(ConversationLimits limits, string user, string session, string tenant = "acme")
    {
        var http = new DefaultHttpContext();
        limits.Admit(http, Who(user, tenant), session);
        return http.Response.Headers["RateLimit-Remaining"].ToString();
    }

    private static (ApiProblem Problem, IHeaderDictionary Headers) Refused(ConversationLimits limits, string user, string session)
    {
        var http = new DefaultHttpContext();
        return (Should.Throw<ApiProblemException>(() => limits.Admit(http, Who(user, "acme"), session)).Problem, http.Response.Headers);
    }

    private static Principal Who(string user, string tenant) => new(user, tenant, RolePermissions.Of(Role.Operator));
}
