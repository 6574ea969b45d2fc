using System.Text;
using Axle.Server.Endpoints.Problems;
using Axle.Server.OpenAi.Errors;
using Axle.Server.Tests.Serving;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Tests.Api;

/// <summary>What names an address of whoever runs the server is in its log, and nowhere else.</summary>
public sealed class Stores_that_are_away
{
    private static readonly AxleError Away = new(ErrorKind.Network, "'postgres://db.internal/axle' cannot be reached.")
    {
        IsStoreAway = true,
        ForClients = "The database does not answer.",
    };

    private static readonly AxleError Broken = new(ErrorKind.Internal, "'postgres://db.internal/axle' says: what is that?") { ForClients = "The database failed." };

    [Theory]
    [InlineData(true, 503, "storeUnavailable", "1")]
    [InlineData(false, 500, "internal", "")]
    public async Task The_API_says_no_more_than_that(bool isAway, int status, string code, string retryAfter)
    {
        var error = isAway ? Away : Broken;
        var http = new DefaultHttpContext();
        http.Response.Body = new MemoryStream();
        var log = new HeardLog();

        await new ProblemAnswers(log).AnswerAsync(http, _ => throw new AxleException(error));

        (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()).ShouldBe((status, retryAfter));
        var told = Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
        told.ShouldContain(error.ForClients!);
        told.ShouldContain($"\"{code}\"");
        told.ShouldNotContain("db.internal");
        log.Text.ShouldContain("db.internal");
    }

    [Fact]
    public void The_gateway_says_no_more_than_that()
    {
        var error = ApiErrors.Of(new AxleException(Away));
        (error.Status, error.Code, error.Message, error.RetryAfter).ShouldBe((503, "store_unavailable", Away.ForClients, TimeSpan.FromSeconds(1)));
        (ApiErrors.Of(new AxleException(Broken)).Status, ApiErrors.Of(new AxleException(Broken)).Message).ShouldBe((500, Broken.ForClients));
    }
}
