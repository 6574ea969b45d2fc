using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;

namespace Axle.Models.Cache;

/// <summary>A stream that several callers read, each at its own pace and from the beginning; it is read once from its source.</summary>
internal sealed class SharedStream
{
    private readonly Lock _gate = new();
    private readonly List<ChatResponseUpdate> _updates = [];
    private TaskCompletionSource _news = NewSignal();
    private ExceptionDispatchInfo? _fault;
    private bool _ended;

    /// <summary>Begins to read.</summary>
    /// <param name="call">The call that the stream is made for.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public SharedStream(ModelCall call, IAsyncEnumerable<ChatResponseUpdate> source, CancellationToken cancellationToken)
    {
        Call = call;
        Completion = PumpAsync(source, cancellationToken);
    }

    /// <summary>The call that the stream is made for; at the end it tells who answered.</summary>
    public ModelCall Call { get; }

    /// <summary>When nothing more comes. Never fails: the readers see what went wrong.</summary>
    public Task Completion { get; }

    /// <summary>
    /// Waits for its first update. False when it failed before, in a way that is the asker's own: then others ask by themselves.
    /// </summary>
    public async Task<bool> BeginsWellAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!TryTake(0, out _, out var news) && news is not null)
                await news.WaitAsync(cancellationToken);
            return true;
        }
        catch (AxleException e) when (!CacheRules.IsShared(e.Error.Kind))
        {
            return false;
        }
        catch (AxleException)
        {
            // Theirs too: they meet it when they read.
            return true;
        }
    }

    /// <summary>Reads from the beginning. Each reader gets updates of its own; only the asker's tell what was consumed.</summary>
    /// <param name="isAsker">Whether the reader is the one who asked.</param>
    /// <param name="cancellationToken">Stops this reader.</param>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(bool isAsker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var at = 0; ;)
        {
            if (TryTake(at, out var update, out var news))
            {
                at++;
                yield return Copy(update!, isAsker);
            }
            else if (news is not null)
            {
                await news.WaitAsync(cancellationToken);
            }
            else
            {
                yield break;
            }
        }
    }

    // Neither an update nor news: it has ended well.
    private bool TryTake(int at, out ChatResponseUpdate? update, out Task? news)
    {
        lock (_gate)
        {
            news = null;
            update = at < _updates.Count ? _updates[at] : null;
            if (update is not null)
                return true;
            if (!_ended)
                news = _news.Task;
        }

        if (news is null)
            _fault?.Throw();
        return false;
    }

    private static ChatResponseUpdate Copy(ChatResponseUpdate update, bool isAsker)
    {
        var copy = update.Clone();
        copy.Contents = [.. update.Contents.Where(content => isAsker || content is not UsageContent)];
        copy.AdditionalProperties = update.AdditionalProperties?.Clone();
        return copy;
    }

    private async Task PumpAsync(IAsyncEnumerable<ChatResponseUpdate> source, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in source.WithCancellation(cancellationToken))
                Publish(() => _updates.Add(update));
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the readers.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fault = ExceptionDispatchInfo.Capture(e);
        }

        Publish(() => _ended = true);
    }

    private void Publish(Action change)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            change();
            (told, _news) = (_news, NewSignal());
        }

        told.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
