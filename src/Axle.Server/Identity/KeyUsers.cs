using Axle.Identity.Ports;
using Axle.Server.Identity.Users;
using Axle.Server.OpenAi.Errors;

namespace Axle.Server.Identity;

/// <summary>
/// The users that keys of the settings stand for. A key is refused while its user is not there or is kept out, which is known at most <see cref="Fresh"/>
/// later. Once a user was found by a name it is that user, whoever else is called so later. In a store without users, such a name is a word and no more.
/// Safe for concurrent use.
/// </summary>
internal sealed class KeyUsers
{
    /// <summary>So long what is known of a user counts.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>So long a request waits for a store that does not answer: nobody is removed meanwhile, and what was known goes on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Standing> _standings;

    private KeyUsers(Dictionary<string, Standing> standings) => _standings = standings;

    /// <summary>Looks for the users of all keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="users">Knows people; null for nobody: then every name is a word.</param>
    /// <param name="warn">
    /// Told of keys that stand for nobody. They keep no server from starting: a user who is removed must not end it for all others.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the looking.</param>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    public static async Task<KeyUsers> OpenAsync(
        IReadOnlyList<AccessKey> keys, IUserStore? users, Action<string> warn, TimeProvider time, CancellationToken cancellationToken)
    {
        var standings = new Dictionary<string, Standing>();
        var strangers = new List<string>();
        var areWords = users is null || !await users.HasUsersAsync(cancellationToken);
        foreach (var key in users is null ? [] : keys)
        {
            if (key.User is not { } name)
                continue;
            var user = areWords ? null : await NamedUsers.FindAsync(users!, name, cancellationToken);
            if (user is null && !areWords)
                strangers.Add($"{key.Variable} (user: {name})");
            standings[name] = new Standing(users!, name, user?.Id, areWords, areWords || user is { IsDisabled: false }, time);
        }

        if (strangers.Count > 0)
        {
            warn(
                $"Under 'gateway: keys:' in axle.yaml stand keys for users who are not there, which are refused: {string.Join(", ", strangers)}. Name one user "
                + "each, by id, name or an e-mail address that only they have ('ax user list' shows them), or take 'user:' or the key out.");
        }

        return new KeyUsers(standings);
    }

    /// <summary>Refuses a key whose user is gone.</summary>
    /// <exception cref="ApiException">403.</exception>
    public async ValueTask RequireAsync(AccessKey? key, CancellationToken cancellationToken)
    {
        if (key?.User is not { } name || !_standings.TryGetValue(name, out var standing) || await standing.MayAskAsync(cancellationToken))
            return;
        throw new ApiException(new ApiError(
            403, ApiErrorTypes.Permission, "This access key stands for a user who is not there or is kept out. Ask whoever runs this server for another key.")
        {
            Code = "user_refused",
        });
    }

    /// <summary>The user that a key was found to stand for.</summary>
    /// <returns>Its id; what stands under <c>user:</c> while nobody was found for it, or in a store without users; null for nobody in particular.</returns>
    public string? UserOf(AccessKey? key) => key?.User is { } name && _standings.TryGetValue(name, out var standing) ? standing.Id ?? name : key?.User;

    /// <summary>Whether a user may ask, as it was known a moment ago.</summary>
    private sealed class Standing(IUserStore users, string name, string? id, bool isWord, bool mayAsk, TimeProvider time)
    {
        private readonly Lock _gate = new();
        private string? _id = id;
        private bool _mayAsk = mayAsk;
        private long _at = time.GetTimestamp();
        private Task? _asking;

        /// <summary>The user's id; null while none was found.</summary>
        public string? Id => Volatile.Read(ref _id);

        public async ValueTask<bool> MayAskAsync(CancellationToken cancellationToken)
        {
            Task asking;
            TimeSpan left;
            lock (_gate)
            {
                if (_asking is null && time.GetElapsedTime(_at) < Fresh)
                    return _mayAsk;
                if (_asking is null)
                    (_at, _asking) = (time.GetTimestamp(), Task.Run(AskAsync, CancellationToken.None));
                (asking, left) = (_asking, Patience - time.GetElapsedTime(_at));
            }

            if (left > TimeSpan.Zero)
                await Task.WhenAny(asking, Task.Delay(left, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
                return _mayAsk;
        }

        private async Task AskAsync()
        {
            bool? known = null;
            try
            {
                if (Id is null && isWord && !await users.HasUsersAsync(CancellationToken.None))
                {
                    known = true;
                }
                else
                {
                    var user = Id is { } found
                        ? await users.FindUserAsync(found, CancellationToken.None)
                        : await NamedUsers.FindAsync(users, name, CancellationToken.None);
                    Volatile.Write(ref _id, user?.Id ?? Id);
                    known = user is { IsDisabled: false };
                }
            }
            catch (Exception away) when (away is AxleException or ObjectDisposedException)
            {
                // What was known goes on: whoever cannot reach the store cannot remove anybody in it.
            }
            finally
            {
                lock (_gate)
                    (_mayAsk, _at, _asking) = (known ?? _mayAsk, time.GetTimestamp(), null);
            }
        }
    }
}
