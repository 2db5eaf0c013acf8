/** How many days a timeline shows at once; 0 is a month. */
export const spans = [7, 14, 28, 0, 90, 180];
