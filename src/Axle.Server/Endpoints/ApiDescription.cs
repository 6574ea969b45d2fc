using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Axle.Server.Endpoints;

/// <summary>The description of the API, made from its code: <c>/api/v1/openapi.json</c>.</summary>
internal static class ApiDescription
{
    private const string Name = "v1";
    private const string Key = "key";
    private const string Session = "session";

    private static readonly Dictionary<string, string> Topics = new(StringComparer.Ordinal)
    {
        ["runs"] = "Runs: start them, watch them, tell them what to do.",
        ["history"] = "What happened in a run, what it was like then, and other ways from there.",
        ["approvals"] = "Questions that wait for a person.",
        ["sessions"] = "Sessions of agents and prompts that a person was called for.",
        ["dead letters"] = "Runs that are out of options.",
        ["workflows"] = "The workflows of the project and of the library.",
        ["schedules"] = "Schedules that start runs, and circuit breakers that hold steps back.",
        ["agents"] = "Agents and their tools, and talking with them.",
        ["models"] = "Providers of models, costs and budgets.",
        ["live"] = "The live socket.",
        ["session"] = "Signing in and out.",
        ["setup"] = "The first user, and invitations.",
        ["users"] = "The people of a tenant, and their sessions.",
        ["keys"] = "Keys of programs.",
        ["tenants"] = "The tenants of the server.",
        ["audit"] = "Who did what.",
        ["privacy"] = "What is stored about one person: found, exported, erased.",
        ["server"] = "Health and overview.",
    };

    /// <summary>Adds what makes it.</summary>
    public static void Add(IServiceCollection services) => services.AddOpenApi(Name, static options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            Describe(operation, context);
            return Task.CompletedTask;
        });
    });

    /// <summary>Adds its endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapOpenApi("/api/{documentName}/openapi.json").AllowAnyone();

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Axle",
            Version = AxleServices.Version,
            Description = "Durable workflows of agents: start them, watch them, answer them, go back in time and try another way.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The server that this was read from." }];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description = Topics.GetValueOrDefault(tag.Name ?? "");
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "axle_session",
                Description = "A session of a browser; requests that change something send X-Axle-CSRF from GET /session, too.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Session, document)] = [] },
        ];
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var rule = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().LastOrDefault();
        operation.Responses ??= [];
        if (rule?.Permission is { } permission)
        {
            operation.Description = $"Needs the permission {ApiWords.Name(permission)}.";
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "Nobody is signed in." });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "It is not allowed." });
        }
        else
        {
            operation.Security = [];
        }

        operation.Responses.TryAdd("400", new OpenApiResponse { Description = "The request is not one that is taken; the answer says why." });
    }
}
