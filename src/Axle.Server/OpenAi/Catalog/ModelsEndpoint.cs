using System.Text.Json;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Catalog;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>.</summary>
internal sealed class ModelsEndpoint(ModelNames names, TimeProvider time)
{
    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Answers with the list.</summary>
    public Task ListAsync(HttpContext http, Caller caller) => JsonAnswer.WriteAsync(http, (Self: this, caller.Tenant), static (writer, asked) =>
    {
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        foreach (var model in asked.Self.Names.AllOf(asked.Tenant))
            asked.Self.Write(writer, model);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Answers with one model.</summary>
    public Task ShowAsync(HttpContext http, string id, Caller caller)
    {
        var model = names.AllOf(caller.Tenant).FirstOrDefault(m => m.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw ApiErrors.NoModel($"The list of models has no '{id}'. GET /v1/models shows it; other models of a provider may be asked for as 'provider/model'.");
        return JsonAnswer.WriteAsync(http, (Self: this, Model: model), static (writer, shown) => shown.Self.Write(writer, shown.Model));
    }

    private ModelNames Names => names;

    private void Write(Utf8JsonWriter writer, ListedModel model)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, model.Id);
        writer.WriteString("object"u8, "model"u8);
        writer.WriteNumber("created"u8, _created);
        writer.WriteString("owned_by"u8, model.Owner);
        writer.WriteEndObject();
    }
}
