namespace Axle.Identity.Passwords;

/// <summary>
/// Comparing passwords is dear on purpose, so only a few are compared at once and a few more wait: a flood of sign-ins does not take the
/// processor from runs.
/// </summary>
/// <param name="atOnce">Comparisons at once.</param>
/// <param name="waiting">How many may wait for their turn; more are refused.</param>
public sealed class PasswordGate(int atOnce = 2, int waiting = 32) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(atOnce);
    private int _inside;

    /// <summary>Compares a password with what was kept.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.RateLimited"/>: too many wait.</exception>
    public Task<bool> MatchesAsync(string password, string kept, CancellationToken cancellationToken) =>
        InTurnAsync(() => PasswordHash.Matches(password, kept), cancellationToken);

    /// <summary>Makes the hash of a password.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.RateLimited"/>: too many wait.</exception>
    public Task<string> CreateAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => PasswordHash.Create(password), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > atOnce + waiting)
            {
                throw new AxleException(new AxleError(
                    ErrorKind.RateLimited, "Too many people sign in at this moment. Try again in a few seconds.", TimeSpan.FromSeconds(5)));
            }

            await _turns.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
