using Axle.Models.Configuration;
using Axle.Server.Live;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Coverage;

/// <summary>
/// Every endpoint of the real server that takes content, taken from its own table, with where that content goes and which guards it meets there.
/// </summary>
public sealed class Routes_that_take_content : IAsyncLifetime
{
    private const string Run = "inputs of a run: its prompts pass the input guard, its tools the policies, its answers the output guards";
    private const string Person = "what a person decides about a run; policies ask whether a consent counts";
    private const string Nothing = "names, numbers and settings: no model reads them";
    private const string Gateway = "the gateway: input guard, stand-ins, policies, output guards";
    private const string File = "a workflow file, which only those may write who may change the project; what it does is done in runs";
    private const string Signal = "what a signal brings is untrusted from then on";

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["ANY /gateway/status"] = Nothing,
        ["ANY /mcp"] = Run,
        ["ANY /v1/{**rest}"] = Gateway,
        ["POST /a2a"] = Run,
        ["POST /api/v1/agents/{name}/chat"] = Run,
        ["POST /api/v1/approvals/{run}/decision"] = Person,
        ["POST /api/v1/budgets/{id}/raise"] = Nothing,
        ["POST /api/v1/circuits/{name}/reset"] = Nothing,
        ["POST /api/v1/dead-letters/{id}/discard"] = Person,
        ["POST /api/v1/dead-letters/{id}/redrive"] = Nothing,
        ["POST /api/v1/dead-letters/{id}/resolve"] = Person,
        ["POST /api/v1/privacy/erase"] = Nothing,
        ["POST /api/v1/privacy/export"] = Nothing,
        ["POST /api/v1/privacy/find"] = Nothing,
        ["POST /api/v1/runs/"] = Run,
        ["POST /api/v1/runs/bulk"] = Nothing,
        ["POST /api/v1/runs/{id}/cancel"] = Nothing,
        ["POST /api/v1/runs/{id}/discard"] = Nothing,
        ["POST /api/v1/runs/{id}/forks"] = Run,
        ["POST /api/v1/runs/{id}/pause"] = Nothing,
        ["POST /api/v1/runs/{id}/promote"] = Nothing,
        ["POST /api/v1/runs/{id}/resume"] = Person,
        ["POST /api/v1/runs/{id}/rollback"] = Nothing,
        ["POST /api/v1/runs/{id}/signals"] = Signal,
        ["POST /api/v1/schedules/{id}/pause"] = Nothing,
        ["POST /api/v1/schedules/{id}/resume"] = Nothing,
        ["POST /api/v1/schedules/{id}/trigger"] = Nothing,
        ["POST /api/v1/sessions/{id}/end"] = Person,
        ["POST /api/v1/sessions/{id}/resume"] = Person,
        ["POST /api/v1/tenants/{id}/encryption-keys/"] = Nothing,
        ["POST /api/v1/workflows/validate"] = File,
        ["PUT /api/v1/workflows/{name}"] = File,
    };

    /// <summary>Sockets: what is said on them is content, too.</summary>
    private static readonly Dictionary<string, string> Sockets = new(StringComparer.Ordinal)
    {
        ["/api/v1/agents/connect"] = "registrations are names, schemas and short plain texts; answers are checked against their schema, and untrusted in the run",
        ["/api/v1/live"] = "names and numbers of what is watched",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-routes-");
    private ServiceProvider _axle = null!;
    private AxleServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(axle => (axle.HomeDirectory, axle.ProjectDirectory) = (null, _folder.FullName));
        _axle = services.BuildServiceProvider();
        _server = await AxleServer.StartAsync(
            _axle, new AxleServerOptions { Port = 0, Workspace = _folder.FullName, LocalToken = "token-of-one-person" }, new RunFeed());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _axle.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_route_that_takes_content_says_where_it_goes()
    {
        var routes = _server.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(static e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                .Select(m => $"{m} /{e.RoutePattern.RawText?.TrimStart('/')}"))
            .Where(static r => !r.StartsWith("GET ", StringComparison.Ordinal) && !r.StartsWith("HEAD ", StringComparison.Ordinal)
                && !r.StartsWith("OPTIONS ", StringComparison.Ordinal) && !r.StartsWith("DELETE ", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        routes.ShouldBe(Known.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_socket_says_where_what_is_said_on_it_goes() => _server.Endpoints.OfType<RouteEndpoint>()
        .Where(static e => e.Metadata.OfType<IProducesResponseTypeMetadata>().Any(static p => p.StatusCode == 101))
        .Select(static e => $"/{e.RoutePattern.RawText?.TrimStart('/')}").Order(StringComparer.Ordinal)
        .ShouldBe(Sockets.Keys.Order(StringComparer.Ordinal));
}
