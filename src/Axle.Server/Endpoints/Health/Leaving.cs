using Microsoft.AspNetCore.Http;

namespace Axle.Server.Endpoints.Health;

/// <summary>
/// A server that is about to stop still answers, but says that it is not well, and ends each connection with its next answer: so load balancers take it
/// out, and send it nothing in the moment in which it stops to listen.
/// </summary>
internal sealed class Leaving
{
    private volatile bool _hasBegun;

    /// <summary>Whether the server is about to stop.</summary>
    public bool HasBegun => _hasBegun;

    public void Begin() => _hasBegun = true;

    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (_hasBegun)
            http.Response.Headers.Connection = "close";
        return next(http);
    }
}
