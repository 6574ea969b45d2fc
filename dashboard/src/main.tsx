import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/table.css';
import './ui/panel.css';
import { queryClient } from './app/queryClient';
import { router } from './app/router';
import { Gate } from './features/identity/components/Gate';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Gate>
        <RouterProvider router={router} />
      </Gate>
    </QueryClientProvider>
  </StrictMode>,
);
