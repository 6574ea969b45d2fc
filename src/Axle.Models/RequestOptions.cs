using Microsoft.Extensions.AI;

namespace Axle.Models;

/// <summary>Writes a request as the shared chat types want it.</summary>
internal static class RequestOptions
{
    public static ChatOptions Of(ModelCall call)
    {
        var request = call.Request;
        var options = request.Options?.Clone() ?? new ChatOptions();
        options.MaxOutputTokens = request.MaxOutputTokens ?? options.MaxOutputTokens;
        options.Temperature = request.Temperature ?? options.Temperature;
        if (request.OutputSchema is { } schema)
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "answer");
        if (request.Evidence is { } evidence)
            (options.AdditionalProperties ??= [])[ModelGateway.EvidenceKey] = evidence;
        call.TravelWith(options);
        return options;
    }
}
