using System.Runtime.InteropServices;
using System.Text.Json;
using Axle.Models.Embeddings;
using Axle.Models;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Catalog;
using Axle.Server.OpenAi.Chat;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Axle.Server.OpenAi.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Embeddings;

/// <summary><c>POST /v1/embeddings</c>: vectors as numbers, or as base64 of little-endian singles.</summary>
internal sealed class EmbeddingsEndpoint(ModelGateway models, ModelNames names, KeyAdmission admission, TimeProvider time, TimeSpan patience)
{
    private const int MostTexts = 2048;

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpContext http, Caller caller)
    {
        using var body = await JsonBody.ReadAsync(http);
        var (request, isBase64) = Read(body.RootElement, caller);
        var call = new EmbeddingCall(request);
        using var admitted = await admission.AdmitAsync(http, caller, call);
        var headers = http.Response.Headers;
        EmbeddingAnswer answer;
        try
        {
            answer = await models.EmbedAsync(call, http.RequestAborted);
        }
        finally
        {
            admitted.SetHeaders(headers, call.LimitsAt(time.GetUtcNow()));
            CallFacts.SetCost(headers, call.Charges);
        }

        headers["x-axle-provider"] = CallFacts.Plain(answer.Provider);
        headers["x-axle-model"] = CallFacts.Plain(answer.Model);
        await JsonAnswer.WriteAsync(http, (answer, isBase64), static (writer, x) => Write(writer, x.answer, x.isBase64));
    }

    private (EmbeddingRequest Request, bool IsBase64) Read(JsonElement asked, Caller caller)
    {
        try
        {
            var name = names.Read(asked.NeedName("model"), caller.Tenant);
            var request = new EmbeddingRequest(ReadTexts(asked))
            {
                Provider = name.Provider,
                Model = name.Model,
                Dimensions = asked.Whole("dimensions", 1),
                Scope = caller.ToScope(asked.Name("user"), agent: null),
                Deadline = patience > TimeSpan.Zero ? time.GetUtcNow() + patience : null,
            };
            return (request, IsBase64(asked));
        }
        catch (InvalidOperationException)
        {
            throw ApiErrors.NoUnicode();
        }
    }

    private static bool IsBase64(JsonElement asked) => asked.Text("encoding_format", "") switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw ApiErrors.Invalid("encoding_format", "'encoding_format' must be float or base64.", "invalid_value"),
    };

    private static List<string> ReadTexts(JsonElement body)
    {
        switch (body.Field("input"))
        {
            case { ValueKind: JsonValueKind.String } one:
                return [one.GetString()!];
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() is > 0 and <= MostTexts &&
                list.EnumerateArray().All(static t => t.ValueKind == JsonValueKind.String):
                return [.. list.EnumerateArray().Select(static t => t.GetString()!)];
            default:
                throw ApiErrors.Invalid("input", $"'input' must be a string or an array of 1 to {MostTexts} strings; lists of tokens are not taken.", "invalid_value");
        }
    }

    private static void Write(Utf8JsonWriter writer, EmbeddingAnswer answer, bool isBase64)
    {
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        var index = 0;
        foreach (var vector in answer.Vectors)
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, index++);
            WriteVector(writer, vector, isBase64);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("model"u8, answer.Model);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, answer.Usage.InputTokens);
        writer.WriteNumber("total_tokens"u8, answer.Usage.InputTokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter writer, Embedding<float> vector, bool isBase64)
    {
        if (isBase64)
        {
            writer.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes(vector.Vector.Span));
            return;
        }

        writer.WriteStartArray("embedding"u8);
        foreach (var number in vector.Vector.Span)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
