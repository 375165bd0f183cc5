/** The browser's session; one for the API and the administrators' pages. */
export const sessionCookie = "duban_session";
