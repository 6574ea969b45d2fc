using System.Collections.Immutable;
using Axle.Identity.Ports;
using Axle.Identity.Users;

namespace Axle.Privacy;

/// <summary>Somebody whose data is looked for: a user, or anybody who is only spoken of.</summary>
/// <param name="Given">What was given: a user's id or name, an e-mail address, a customer's number.</param>
/// <param name="Account">The user that it is; null for somebody who has no account in the tenant.</param>
/// <param name="Texts">What values that speak of them hold.</param>
/// <param name="Names">What their own runs and calls are known by.</param>
public sealed record Person(string Given, User? Account, ImmutableArray<string> Texts, ImmutableArray<string> Names)
{
    private const int Shortest = 3;
    private const int Longest = 254;

    /// <summary>Finds whom an identifier means.</summary>
    /// <param name="identity">The users; null where there are none.</param>
    /// <param name="tenant">The tenant: its members are its persons.</param>
    /// <param name="given">A user's id, name or e-mail address, or another text that is the person's alone; 3 to 254 characters.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="AxleException">Validation: it is too short to be one person's, or too long.</exception>
    public static async Task<Person> FindAsync(IIdentityStore? identity, string tenant, string? given, CancellationToken cancellationToken)
    {
        var text = (given ?? "").Trim();
        if (text.Length is < Shortest or > Longest)
        {
            throw new AxleException(
                ErrorKind.Validation, $"Say who is meant in {Shortest} to {Longest} characters: a user's id or name, an e-mail address, or another text that is theirs alone.");
        }

        var account = identity is null ? null : await AccountAsync(identity, tenant, text, cancellationToken);
        if (account is null)
            return new Person(text, null, [text], [text]);
        // Texts hold the address. A short name would be found in many that do not mean them, and the id says nothing once the account is gone.
        string?[] texts = [account.Email, account.Name.Contains('@', StringComparison.Ordinal) ? account.Name : null];
        return new Person(text, account, [.. texts.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)], [account.Id, account.Name]);
    }

    private static async Task<User?> AccountAsync(IIdentityStore identity, string tenant, string text, CancellationToken cancellationToken)
    {
        const int Piece = 200;
        var found = await identity.FindUserAsync(text, cancellationToken) ?? await identity.FindUserByNameAsync(text, cancellationToken);
        for (string? after = null; found is null;)
        {
            var users = await identity.ListUsersAsync(tenant, after, Piece, cancellationToken);
            found = users.FirstOrDefault(u => string.Equals(u.Email, text, StringComparison.OrdinalIgnoreCase));
            if (users.Count < Piece)
                break;
            after = users[^1].Name;
        }

        return found is not null && (await identity.ListRolesAsync(found.Id, cancellationToken)).Any(m => m.Tenant == tenant) ? found : null;
    }
}
