using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Endpoints.Json;

/// <summary>How the API writes and reads JSON: camelCase, words for enumerations, values as they are.</summary>
internal static class ApiJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = Set(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Sets options so.</summary>
    public static JsonSerializerOptions Set(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 128;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new PayloadValueConverter());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutPath } };
        return options;
    }

    // The address of an event's step stands beside its type, for all events alike.
    private static void WithoutPath(JsonTypeInfo type)
    {
        if (!type.Type.IsSubclassOf(typeof(RunEvent)))
            return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].Name == "path")
                type.Properties.RemoveAt(i);
        }
    }
}
