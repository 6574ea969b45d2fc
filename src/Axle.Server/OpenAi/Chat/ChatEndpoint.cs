using System.IO.Pipelines;
using System.Text.Json;
using Axle.Models;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Axle.Server.OpenAi.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary><c>POST /v1/chat/completions</c>, whole and as a stream.</summary>
/// <param name="models">Who is asked.</param>
/// <param name="agents">Has agents that connect answer; null where none do.</param>
/// <param name="reader">Reads requests.</param>
/// <param name="admission">Holds keys to their limits.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatEndpoint(
    ModelGateway models, AskedAgents? agents, ChatRequestReader reader, KeyAdmission admission, TimeProvider time)
{
    // Pieces that came together are sent at the latest when there are so many bytes of them.
    private const int MostUnsent = 16 * 1024;

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpContext http, Caller caller)
    {
        using var body = await JsonBody.ReadAsync(http);
        var asked = Read(body.RootElement, caller);
        var call = new ModelCall(asked.Request);
        using var admitted = await admission.AdmitAsync(http, caller, call);
        try
        {
            await (asked.Streams ? StreamAsync(http, caller, call, asked, admitted) : WholeAsync(http, caller, call, asked, admitted));
        }
        catch (AxleException) when (!http.Response.HasStarted)
        {
            admitted.SetHeaders(http.Response.Headers, call.LimitsAt(time.GetUtcNow()));
            throw;
        }
    }

    private async Task WholeAsync(HttpContext http, Caller caller, ModelCall call, ChatRequest asked, AdmittedCall admitted)
    {
        var response = asked.Agent is { } agent && agents is not null
            ? await agents.AnswerAsync(http, caller, agent, call.Request, http.RequestAborted)
            : await models.GetResponseAsync(call, http.RequestAborted);
        var model = response.ModelId ?? call.Model;
        SetHeaders(http, call, model, admitted);
        await JsonAnswer.WriteAsync(http, new Completion(IdOf(http), Now(), model, response), Completion.Write);
    }

    private async Task StreamAsync(HttpContext http, Caller caller, ModelCall call, ChatRequest asked, AdmittedCall admitted)
    {
        var answer = asked.Agent is { } agent && agents is not null
            ? agents.StreamAsync(http, caller, agent, call.Request, http.RequestAborted)
            : models.GetStreamingResponseAsync(call, http.RequestAborted);
        await using var updates = answer.GetAsyncEnumerator(http.RequestAborted);

        // Nothing is sent before the first piece is there: until then an error has its own status.
        var hasMore = await updates.MoveNextAsync();
        var output = Begin(http, call, hasMore ? updates.Current : null, admitted);
        try
        {
            var stream = new CompletionStream(output, IdOf(http), Now(), call);
            if (hasMore)
                await PassOnAsync(updates, stream, output);
            stream.Finish(asked.WantsUsage);
        }
        catch (AxleException e)
        {
            // Clients that do not know this event would take a polite end for the end of the answer: the connection ends, too.
            JsonAnswer.AddEvent(output, ApiErrors.Of(e.Error), ErrorWriter.Write);
            await output.FlushAsync(http.RequestAborted);
            throw;
        }

        await output.FlushAsync(http.RequestAborted);
    }

    // A piece is sent at once, unless the next one is there already.
    private static async Task PassOnAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CompletionStream stream, PipeWriter output)
    {
        var unsent = false;
        while (true)
        {
            unsent |= stream.Add(updates.Current);
            var next = updates.MoveNextAsync();
            if (unsent && (!next.IsCompleted || output.UnflushedBytes > MostUnsent))
            {
                unsent = false;
                // Does not throw when the caller hangs up: the next piece does, and must not be left alone on its way.
                await output.FlushAsync(CancellationToken.None);
            }

            if (!await next)
                return;
        }
    }

    private ChatRequest Read(JsonElement body, Caller caller)
    {
        try
        {
            return reader.Read(body, caller);
        }
        catch (InvalidOperationException)
        {
            throw ApiErrors.NoUnicode();
        }
    }

    private void SetHeaders(HttpContext http, ModelCall call, string model, AdmittedCall admitted)
    {
        CallFacts.SetHeaders(http.Response.Headers, call, model);
        admitted.SetHeaders(http.Response.Headers, call.LimitsAt(time.GetUtcNow()));
    }

    private PipeWriter Begin(HttpContext http, ModelCall call, ChatResponseUpdate? first, AdmittedCall admitted)
    {
        SetHeaders(http, call, first?.ModelId ?? call.Model, admitted);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        // Proxies that gather what comes in pieces are asked not to.
        http.Response.Headers["x-accel-buffering"] = "no";
        return http.Response.BodyWriter;
    }

    private static string IdOf(HttpContext http) => $"chatcmpl-{http.TraceIdentifier}";

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
