using System.Text;
using Axle.Identity.Access;
using Axle.Models.Limits;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Protection;
using Axle.Server.Tests.Serving;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Tests.Identity;

public sealed class Conversation_limits
{
    private readonly SettableClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_says_ten_things_a_minute_and_is_told_when_to_go_on()
    {
        var limits = new ConversationLimits(new ConversationRates(), new MemoryLimits(_clock));
        for (var i = 0; i < 10; i++)
            await SayAsync(limits, "ann", "s");

        var (problem, headers) = await RefusedAsync(limits, "ann", "s");
        problem.Status.ShouldBe(429);
        headers.RetryAfter.ToString().ShouldBe("60");
        (headers["RateLimit-Limit"].ToString(), headers["RateLimit-Remaining"].ToString()).ShouldBe(("10", "0"));
        (await SayAsync(limits, "bob", "t")).ShouldBe("9");
        _clock.Now += TimeSpan.FromSeconds(60);
        (await SayAsync(limits, "ann", "s")).ShouldBe("9");
    }

    [Theory]
    [InlineData(100, "user", "ann")]
    [InlineData(50, "conversation", "s")]
    public async Task A_user_and_a_conversation_have_an_hour_and_what_is_refused_counts_for_nothing(int most, string kind, string same)
    {
        var limits = new ConversationLimits(new ConversationRates { UserPerMinute = 0 }, new MemoryLimits(_clock));
        string User(int i) => kind == "user" ? same : $"u{i}";
        string Session(int i) => kind == "conversation" ? same : $"s{i}";
        for (var i = 0; i < most; i++)
            await SayAsync(limits, User(i), Session(i));

        (await RefusedAsync(limits, User(most), Session(most))).Problem.Detail.ShouldContain($"{most} messages for a {kind} an hour");
        await RefusedAsync(limits, User(most), Session(most));
        _clock.Now += TimeSpan.FromHours(1);
        await SayAsync(limits, User(most), Session(most));
    }

    [Fact]
    public async Task A_tenant_has_an_hour_too_and_another_is_not_held_up()
    {
        var limits = new ConversationLimits(new ConversationRates { TenantPerHour = 5 }, new MemoryLimits(_clock));
        for (var i = 0; i < 5; i++)
            await SayAsync(limits, $"u{i}", $"s{i}");

        (await RefusedAsync(limits, "u9", "s9")).Problem.Detail.ShouldContain("tenant");
        await SayAsync(limits, "u9", "s9", tenant: "other");
    }

    [Fact]
    public async Task Nothing_is_kept_of_conversations_that_were_refused()
    {
        var memory = new MemoryLimits(_clock);
        var limits = new ConversationLimits(new ConversationRates { UserPerMinute = 1 }, memory);
        await SayAsync(limits, "ann", "s");
        var kept = memory.Subjects;

        for (var i = 0; i < 100; i++)
            await RefusedAsync(limits, "ann", $"new-{i}");

        memory.Subjects.ShouldBe(kept);
    }

    [Fact]
    public async Task Where_the_store_is_away_that_is_told_and_not_where_it_is()
    {
        var limits = new ConversationLimits(new ConversationRates(), new AwayLimits());
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        var log = new HeardLog();

        await new ProblemAnswers(log).AnswerAsync(http, context => limits.AdmitAsync(context, Who("ann", "acme"), "s", Stop).AsTask());

        (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()).ShouldBe((503, "1"));
        var told = Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
        told.ShouldContain("limitsUnavailable");
        told.ShouldNotContain("db.internal");
        log.Text.ShouldContain("db.internal");
    }

    private static async Task<string> SayAsync(ConversationLimits limits, string user, string session, string tenant = "acme")
    {
        var http = new DefaultHttpContext();
        await limits.AdmitAsync(http, Who(user, tenant), session, Stop);
        return http.Response.Headers["RateLimit-Remaining"].ToString();
    }

    private static async Task<(ApiProblem Problem, IHeaderDictionary Headers)> RefusedAsync(ConversationLimits limits, string user, string session)
    {
        var http = new DefaultHttpContext();
        var refused = await Should.ThrowAsync<ApiProblemException>(async () => await limits.AdmitAsync(http, Who(user, "acme"), session, Stop));
        return (refused.Problem, http.Response.Headers);
    }

    private static Principal Who(string user, string tenant) => new(user, tenant, RolePermissions.Of(Role.Operator));
}
